import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeStore } from '../../../server/src/controlPlane/store/contract/storeContract.ts';
import { openSqliteStore } from '../../../server/src/controlPlane/store/sqlite/openSqliteStore.ts';
import { StoreError } from '../../../server/src/controlPlane/store/store.ts';

describeStore('a store in SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heady-store-'));
  return {
    open: () => openSqliteStore(join(folder, 'catalog.db'), { warn: (message) => expect.fail(message) }),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

describe('openSqliteStore', () => {
  let folder: string;
  let path: string;
  let warnings: string[];
  const open = () => openSqliteStore(path, { warn: (message) => warnings.push(message) });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heady-store-'));
    path = join(folder, 'catalog.db');
    warnings = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.skipIf(process.platform === 'win32')('makes a file that nobody else can read', async () => {
    const before = process.umask(0o022);
    const store = await open();
    process.umask(before);
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777])).toEqual(
      readdirSync(folder).map((name) => [name, 0o600]),
    );
    await store.close();
    chmodSync(path, 0o640);
    await (await open()).close();
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('makes the folders above the file', async () => {
    path = join(folder, 'not', 'there', 'catalog.db');
    await (await open()).close();
    expect(readdirSync(join(folder, 'not', 'there'))).toContain('catalog.db');
  });

  it.each([
    ['garbage', 'This is no database. '.repeat(500)],
    ['a torn header', 'SQLite format 3\0'],
    ['a torn database', undefined],
  ])('moves %s aside and starts with an empty catalog', async (_, text) => {
    const damaged = text === undefined ? await tornDatabase(path) : Buffer.from(text);
    writeFileSync(path, damaged);
    const store = await open();
    expect(await store.catalog.revision()).toBe(0);
    await store.close();
    const kept =
      readdirSync(folder).find((name) => /^catalog\.db\.corrupt-[^-]+-[^-]+-\S+Z$/.test(name)) ?? '';
    expect(readFileSync(join(folder, kept))).toEqual(damaged);
    expect(warnings).toEqual([expect.stringContaining(join(folder, kept))]);
  });

  it('refuses a file of a newer Heady and leaves it alone', async () => {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 1000');
    database.close();
    const before = readFileSync(path);
    await expect(open()).rejects.toThrow(StoreError);
    await expect(open()).rejects.toThrow(/newer Heady/);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('corrupt'))).toEqual([]);
  });

  it('says which path cannot be opened', async () => {
    path = folder;
    await expect(open()).rejects.toThrow(StoreError);
    await expect(open()).rejects.toThrow(`The catalog's database ${folder} cannot be opened.`);
  });
});

/** A database of some size with a hole in its middle, as a full disk or a torn copy leaves it. */
async function tornDatabase(path: string): Promise<Buffer> {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE entry (text TEXT); CREATE INDEX by_text ON entry (text)');
  database.exec('BEGIN');
  for (let i = 0; i < 500; i++) database.exec(`INSERT INTO entry VALUES ('${'x'.repeat(100)}${i}')`);
  database.exec('COMMIT');
  database.close();
  const bytes = readFileSync(path);
  return bytes.fill(0x55, 4096, bytes.length - 4096);
}
