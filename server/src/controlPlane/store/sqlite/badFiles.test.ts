import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { service } from '../../testing.ts';
import { draft } from '../contract/storeFixture.ts';
import { openSqlStore } from '../sql/sqlStore.ts';
import { type Store, StoreError } from '../store.ts';
import { openFile } from './openFile.ts';
import { openSqliteStore } from './openSqliteStore.ts';
import { SqliteDatabase } from './sqliteDatabase.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-store-'));
  path = join(folder, 'catalog.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(): Promise<Store> {
  const store = await openSqliteStore(path, { warn: (message) => expect.fail(message) });
  onTestFinished(() => store.close());
  return store;
}

/** Changes the file behind the store's back. */
function tamper(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

describe('a store in SQLite', () => {
  it('says when there is no space left, keeps what it had, and goes on when there is room again', async () => {
    const file = openFile(path, { warn: (message) => expect.fail(message) });
    const store = await openSqlStore(new SqliteDatabase(path, file));
    onTestFinished(() => store.close());
    await store.catalog.put(draft(service('dev-health-a')));
    const big = draft(service('dev-health-b', { image: 'x'.repeat(300_000) }));
    // SQLite reports a full disk and this limit the same way.
    file.exec(`PRAGMA max_page_count = ${Number(file.prepare('PRAGMA page_count').get()?.page_count) + 5}`);
    await expect(store.catalog.put(big)).rejects.toThrow(StoreError);
    await expect(store.catalog.put(big)).rejects.toThrow(
      `There is no space left for the database ${path}. Nothing of this write was kept`,
    );
    expect((await store.catalog.search({}, { limit: 9 })).entries).toHaveLength(1);
    expect(await store.catalog.revision()).toBe(1);
    file.exec('PRAGMA max_page_count = 1000000');
    expect(await store.catalog.put(big)).toMatchObject({ outcome: 'created', entry: { revision: 2 } });
  });

  it('refuses a folder and a file that it may not write, and says which', async () => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(folder, 0o755);
    path = join(locked, 'catalog.db');
    await (await open()).close();
    chmodSync(path, 0o444);
    chmodSync(locked, 0o555);
    for (const each of [path, join(locked, 'new.db')]) {
      expect(openAsNobody(each)).toMatch(
        new RegExp(
          `StoreError: The catalog's database ${each} cannot be opened. .*cannot be written.*permissions`,
        ),
      );
    }
    expect(openAsNobody(join(locked, 'not', 'there.db'))).toMatch(/StoreError: .*cannot be opened. EACCES/);
  });

  it('refuses a damaged file where it is told to, and leaves it', async () => {
    await (await open()).close();
    writeFileSync(path, readFileSync(path).fill(0x55, 4_096, 12_288));
    const opening = openSqliteStore(path, { warn: (message) => expect.fail(message), whenDamaged: 'refuse' });
    await expect(opening).rejects.toThrow(/is damaged .*To restore a backup, stop Heady/);
    expect(readdirSync(folder)).toEqual(['catalog.db']);
  });

  it('takes over what format 1 kept', async () => {
    const database = new DatabaseSync(path);
    database.exec(FORMAT_1);
    database.close();
    const store = await open();
    const { entries, revision, total } = await store.catalog.search({}, { limit: 9 });
    expect({ revision, total }).toEqual({ revision: 3, total: 2 });
    expect(entries).toMatchObject([
      { kind: 'GoldenImage', name: 'ubuntu-base', release: '1.2.0', version: 1, revision: 2 },
      { kind: 'Service', name: 'dev-x-y', version: 2, revision: 3, source: 'b', manifest: { n: 2 } },
    ]);
    expect((await store.catalog.search({ tag: 'Owner=ada', text: 'dev-x' }, { limit: 9 })).total).toBe(1);
    const service_ = { kind: 'Service', name: 'dev-x-y', environment: 'dev' } as const;
    expect(await store.catalog.history(service_)).toMatchObject([
      { version: 2 },
      { version: 1, manifest: { n: 1 } },
    ]);
    expect(await store.catalog.changes(2, 9)).toMatchObject([{ name: 'dev-x-y', revision: 3 }]);
    await store.catalog.put({ ...service_, tags: {}, manifest: { n: 3 } });
    expect(await store.catalog.revision()).toBe(4);
  });
});

describe('the audit log in SQLite', () => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    const events = Array.from({ length: 9 }, (_, i) => ({ actor: 'ada', action: `a${i}`, outcome: 'done' }));
    await store.audit.append(events);
  });

  it.each([
    [
      'changes a record',
      "UPDATE audit SET actor = 'bob' WHERE seq = 4",
      4,
      /4 or the one before it was changed/,
    ],
    ['changes a hash', "UPDATE audit SET hash = 'f' WHERE seq = 4", 4, /changed/],
    ['removes a record', 'DELETE FROM audit WHERE seq = 4', 5, /Record 4 is missing/],
    ['removes the first', 'DELETE FROM audit WHERE seq = 1', 2, /Record 1 is missing/],
    [
      'swaps records',
      'UPDATE audit SET seq = CASE seq WHEN 4 THEN -5 WHEN 5 THEN -4 ELSE seq END; UPDATE audit SET seq = -seq WHERE seq < 0',
      4,
      /changed/,
    ],
    [
      'passes a removal off as retention',
      `INSERT INTO audit_gap SELECT 1, 3, '${'0'.repeat(64)}', hash FROM audit WHERE seq = 3; DELETE FROM audit WHERE seq <= 3`,
      9,
      /removed by something else than retention/,
    ],
  ])('notices who %s', async (_, sql, seq, reason) => {
    tamper(sql);
    expect(await store.audit.verify()).toMatchObject({
      valid: false,
      seq,
      reason: expect.stringMatching(reason),
    });
  });

  it('notices who cuts off the end, by a head noted before', async () => {
    const verdict = await store.audit.verify();
    tamper('DELETE FROM audit WHERE seq > 7');
    expect(await store.audit.verify()).toMatchObject({ valid: true, records: 7 });
    expect(await store.audit.verify(verdict.valid ? verdict.head : undefined)).toMatchObject({
      valid: false,
      reason: expect.stringContaining('9 was recorded once'),
    });
  });
});

/** Opens a store in a process that file permissions hold for. @returns its error */
function openAsNobody(file: string): string {
  const program = new URL('./openSqliteStore.ts', import.meta.url);
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(program.href)});
    await openSqliteStore(${JSON.stringify(file)}, { warn: console.error });`;
  const isRoot = process.getuid?.() === 0;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  return stderr;
}

const NOBODY = 65_534;

/** A file as the first format had it. */
const FORMAT_1 = `
  CREATE TABLE entry (
    kind TEXT NOT NULL, name TEXT NOT NULL, environment TEXT NOT NULL, manifest TEXT NOT NULL, title TEXT,
    vertical TEXT, owner TEXT, sensitivity TEXT, tags TEXT NOT NULL, search_text TEXT NOT NULL,
    version INTEGER NOT NULL, registered_at TEXT NOT NULL, source TEXT, revision INTEGER NOT NULL,
    PRIMARY KEY (kind, name, environment)
  ) STRICT;
  CREATE INDEX entry_by_environment ON entry (environment, kind, name);
  CREATE INDEX entry_by_revision ON entry (revision);
  CREATE TABLE entry_version (
    kind TEXT NOT NULL, name TEXT NOT NULL, environment TEXT NOT NULL, version INTEGER NOT NULL,
    manifest TEXT NOT NULL, registered_at TEXT NOT NULL, source TEXT, PRIMARY KEY (kind, name, environment, version)
  ) STRICT;
  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, environment TEXT NOT NULL,
    version INTEGER NOT NULL
  ) STRICT;
  INSERT INTO changes (kind, name, environment, version) VALUES
    ('Service', 'dev-x-y', 'dev', 1), ('GoldenImage', 'ubuntu-base', '', 1), ('Service', 'dev-x-y', 'dev', 2);
  INSERT INTO entry VALUES
    ('Service', 'dev-x-y', 'dev', '{"n":2}', NULL, 'x', 'ada', NULL, '{"Owner":"ada"}', 'dev-x-y', 2, '2026-01-02', 'b', 3),
    ('GoldenImage', 'ubuntu-base', '', '{"spec":{"version":"1.2.0"}}', NULL, NULL, NULL, NULL, '{}', 'ubuntu-base', 1,
     '2026-01-01', NULL, 2);
  INSERT INTO entry_version VALUES
    ('Service', 'dev-x-y', 'dev', 1, '{"n":1}', '2026-01-01', 'a'),
    ('Service', 'dev-x-y', 'dev', 2, '{"n":2}', '2026-01-02', 'b'),
    ('GoldenImage', 'ubuntu-base', '', 1, '{"spec":{"version":"1.2.0"}}', '2026-01-01', NULL);
  PRAGMA user_version = 1;
`;
