import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../server/src/controlPlane/backup/backUp.ts';
import { restore } from '../../../server/src/controlPlane/backup/restore.ts';
import { contentOf, fill } from '../../../server/src/controlPlane/backup/testing.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { KEPT_TABLES, PASSING_TABLES } from '../../../server/src/controlPlane/store/sql/keptTables.ts';
import { openSqliteStore } from '../../../server/src/controlPlane/store/sqlite/openSqliteStore.ts';
import { RawSqliteStore } from '../../../server/src/controlPlane/store/sqlite/rawSqliteStore.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';

let folder: string;
let from: string;
let backup: string;
let to: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-backup-'));
  from = join(folder, 'catalog.db');
  backup = join(folder, 'catalog.backup');
  to = join(folder, 'restored.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const work = { signal: new AbortController().signal, progress: () => {} };

async function open(path: string): Promise<Store> {
  const store = await openSqliteStore(path, { warn: (message) => expect.fail(message) });
  onTestFinished(() => store.close());
  return store;
}

const backUpFrom = (path: string) => backUp(new RawSqliteStore(path), { path: backup, ...work });
const restoreTo = (path: string, replace = false) =>
  restore(new RawSqliteStore(path), { path: backup, replace, actor: 'ada', ...work });

async function filledBackup(): Promise<void> {
  const store = await open(from);
  await fill(store);
  await backUpFrom(from);
  await store.close();
}

/** With the checksum that belongs to it. */
function sealed(lines: readonly unknown[]): string {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ sha256: createHash('sha256').update(text).digest('hex') })}\n`;
}

/** The backup's lines, to be changed. */
function rewrite(change: (lines: string[]) => string[]): void {
  const lines = gunzipSync(readFileSync(backup)).toString().split('\n');
  writeFileSync(backup, gzipSync(change(lines).join('\n')));
}

describe('backup and restore', () => {
  it('give the same store again, which goes on where it was', async () => {
    const store = await open(from);
    await fill(store);
    const before = await contentOf(store);
    await backUpFrom(from);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    await restoreTo(to);
    const restored = await open(to);
    expect(await contentOf(restored)).toEqual(before);
    const next = draft(service('dev-health-next'));
    const results = [await store.catalog.put(next), await restored.catalog.put(next)];
    expect(results[1]).toMatchObject({ outcome: 'created', entry: { revision: before.revision + 1 } });
    expect(results.map(({ entry }) => entry?.revision)).toEqual([before.revision + 1, before.revision + 1]);
  });

  it('leave a record in the audit log that says what was restored, and by whom', async () => {
    await filledBackup();
    const { header, sha256 } = await restoreTo(to);
    const { audit } = await open(to);
    expect(await audit.query({ action: 'store.restore' }, 9)).toMatchObject([
      { actor: 'ada', outcome: 'restored', details: { backup: sha256, made: header.at } },
    ]);
    expect(await audit.verify()).toMatchObject({ valid: true });
  });

  it('are of one moment while others write', async () => {
    const store = await open(from);
    await fill(store);
    let on = true;
    const writer = (async () => {
      for (let n = 0; on; n++) {
        const audit = () => ({ actor: 'w', action: 'catalog_register', target: `n${n}`, outcome: 'created' });
        await store.catalog.put(draft(service(`dev-health-n${n}`)), { audit });
        await setImmediate();
      }
    })();
    await backUpFrom(from);
    on = false;
    await writer;
    await restoreTo(to);
    const restored = await open(to);
    const revision = await restored.catalog.revision();
    const { total } = await restored.catalog.search({ text: 'dev-health-n' }, { limit: 1 });
    const written = await restored.audit.query({ actor: 'w' }, 1_000_000);
    expect(total).toBe(written.length);
    expect(await restored.audit.verify()).toMatchObject({ valid: true });
    expect(revision).toBeLessThanOrEqual(await store.catalog.revision());
  });

  it('decide about every table there is', async () => {
    await (await open(from)).close();
    const database = new DatabaseSync(from);
    const names = database
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite_%'",
      )
      .all()
      .map(({ name }) => String(name));
    expect(names.length).toBeGreaterThan(KEPT_TABLES.length);
    database.close();
    const decided = [...KEPT_TABLES.map(({ name }) => name), ...PASSING_TABLES];
    expect(names.filter((name) => !decided.includes(name))).toEqual([]);
  });
});

describe('backup', () => {
  it('makes no store where there is none', async () => {
    await expect(backUpFrom(from)).rejects.toThrow(`There is no database ${from}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes the place of nothing', async () => {
    await (await open(from)).close();
    writeFileSync(backup, 'of yesterday');
    await expect(backUpFrom(from)).rejects.toThrow(`${backup} is there already`);
    expect(readFileSync(backup, 'utf8')).toBe('of yesterday');
  });

  it('leaves nothing behind where it cannot be written, or is stopped', async () => {
    await (await open(from)).close();
    const nowhere = join(folder, 'not', 'there');
    const writing = backUp(new RawSqliteStore(from), { path: nowhere, ...work });
    await expect(writing).rejects.toThrow(/The backup .*there cannot be written. ENOENT/);
    const controller = new AbortController();
    const progress = () => controller.abort();
    await fill(await open(from));
    const stopped = backUp(new RawSqliteStore(from), { path: backup, signal: controller.signal, progress });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('says of a damaged file that it is, and leaves it', async () => {
    writeFileSync(from, 'This is no database. '.repeat(500));
    await expect(backUpFrom(from)).rejects.toThrow(/is damaged .* left as it is/);
    expect(readdirSync(folder)).toEqual(['catalog.db']);
  });

  it('is made of a log that was tampered with as well, and says so', async () => {
    const store = await open(from);
    await fill(store);
    const database = new DatabaseSync(from);
    database.exec("UPDATE audit SET actor = 'mallory' WHERE seq = 7");
    database.close();
    expect(await backUpFrom(from)).toMatchObject({ audit: { valid: false, seq: 7 } });
    expect(await restoreTo(to)).toMatchObject({ summary: { audit: { valid: false } } });
    expect(await (await open(to)).audit.verify()).toMatchObject({ valid: false, seq: 7 });
  });
});

describe('restore', () => {
  it.skipIf(process.platform === 'win32')('lets nobody else read it than before', async () => {
    await filledBackup();
    await restoreTo(to);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    chmodSync(to, 0o640);
    await restoreTo(to, true);
    expect(statSync(to).mode & 0o777).toBe(0o640);
  });

  it('refuses a store that is not empty, unless told so; then it keeps it', async () => {
    await filledBackup();
    const other = await open(to);
    await other.catalog.put(draft(service('dev-health-other')));
    await other.close();
    const before = readFileSync(to);
    await expect(restoreTo(to)).rejects.toThrow(/is not empty.*--replace/);
    expect(readFileSync(to)).toEqual(before);
    const { kept = '' } = await restoreTo(to, true);
    expect(kept).toMatch(/restored\.db\.replaced-/);
    const old = await open(kept);
    expect((await old.catalog.search({}, { limit: 9 })).entries).toMatchObject([
      { name: 'dev-health-other' },
    ]);
    expect((await (await open(to)).catalog.search({ text: 'other' }, { limit: 9 })).total).toBe(0);
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('takes the place of an empty store without more ado', async () => {
    await filledBackup();
    await (await open(to)).close();
    await restoreTo(to);
    expect(await (await open(to)).catalog.revision()).toBeGreaterThan(0);
  });

  it('takes the place of a damaged file, which is kept', async () => {
    await filledBackup();
    writeFileSync(to, 'This is no database. '.repeat(500));
    await expect(restoreTo(to)).rejects.toThrow(/is damaged/);
    const { kept = '' } = await restoreTo(to, true);
    expect(kept).toMatch(/restored\.db\.corrupt-/);
    expect(readFileSync(kept, 'utf8')).toMatch(/^This is no database/);
    expect(await (await open(to)).catalog.revision()).toBeGreaterThan(0);
  });

  it('refuses a store that somebody has open', async () => {
    await filledBackup();
    const store = await open(to);
    await expect(restoreTo(to, true)).rejects.toThrow(/is in use. Stop every control plane/);
    await store.catalog.put(draft(service('dev-health-other')));
    await store.close();
    expect((await (await open(to)).catalog.search({}, { limit: 9 })).total).toBe(1);
  });

  it('takes over a backup of an older format', async () => {
    writeFileSync(backup, gzipSync(sealed(FORMAT_3)));
    await restoreTo(to);
    const { catalog, audit } = await open(to);
    expect(await catalog.revision()).toBe(7);
    expect((await catalog.search({ text: 'dev-x', tag: 'Owner=ada' }, { limit: 9 })).entries).toMatchObject([
      { name: 'dev-x-y', version: 2, revision: 7, manifest: { n: 2 } },
    ]);
    expect(await audit.verify()).toMatchObject({ valid: true, records: 1 });
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    [
      'a row was changed',
      (lines) => lines.map((line) => line.replace('Title of', 'Title by')),
      /checksum does not fit/,
    ],
    [
      'a row is missing',
      (lines) => lines.filter((line) => !line.includes('dev-health-b')),
      /checksum|missing/,
    ],
    ['its end is missing', (lines) => lines.slice(0, -2), /its end is missing/],
    ['it was cut in a line', (lines) => [...lines.slice(0, 3), '[1,2'], /end is missing/],
    ['something was added', (lines) => [...lines.slice(0, -1), '{}', ''], /something follows its end/],
    ['it is something else', () => ['{"hello":"world"}', ''], /does not begin like one/],
    ['it is no JSON', () => ['hello', ''], /not what it should be/],
    [
      'it names a table of its own',
      (lines) => [lines[0] ?? '', '{"table":"sqlite_master","columns":["name"]}', '["x"]', ''],
      /table of no known kind/,
    ],
    [
      'it slips SQL in',
      (lines) => [lines[0] ?? '', '{"table":"changes","columns":["seq) VALUES (1); --"]}', '[1]', ''],
      /table of no known kind/,
    ],
    ['it is newer', (lines) => [(lines[0] ?? '').replace('"version":1', '"version":2'), ''], /newer Heady/],
    [
      'its data is newer',
      (lines) => [(lines[0] ?? '').replace(/"format":\d+/, '"format":1000'), ''],
      /newer Heady \(format 1000/,
    ],
  ])('refuses a backup where %s, and touches nothing', async (_, change, message) => {
    await filledBackup();
    rewrite(change);
    await expect(restoreTo(to)).rejects.toThrow(message);
    expect(readdirSync(folder).sort()).toEqual(['catalog.backup', 'catalog.db']);
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['is not compressed', () => Buffer.from('hello'), /no backup of a control plane, or it is damaged/],
    ['was cut off', (bytes) => bytes.subarray(0, bytes.length / 2), /damaged: unexpected end of file/],
    ['is empty', () => Buffer.alloc(0), /damaged/],
    ['has a hole', (bytes) => Buffer.from(bytes).fill(0, 200, 400), /damaged/],
  ])('refuses a file that %s', async (_, change, message) => {
    await filledBackup();
    writeFileSync(backup, change(readFileSync(backup)));
    await expect(restoreTo(to)).rejects.toThrow(message);
    expect(readdirSync(folder).sort()).toEqual(['catalog.backup', 'catalog.db']);
  });

  it('says where there is no backup', async () => {
    await expect(restoreTo(to)).rejects.toThrow(`The backup ${backup} cannot be read. ENOENT`);
  });

  it('leaves everything as it was when it is stopped', async () => {
    await filledBackup();
    const controller = new AbortController();
    const options = { path: backup, replace: true, actor: 'ada', signal: controller.signal };
    const progress = (what: string) => what === 'Indexing' && controller.abort();
    await (await open(to)).catalog.put(draft(service('dev-health-other')));
    const before = readdirSync(folder).sort();
    const stopped = restore(new RawSqliteStore(join(folder, 'new.db')), { ...options, progress });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

const ENTRY_COLUMNS = [
  'id',
  'kind',
  'name',
  'environment',
  'release',
  'tags',
  'search_text',
  'size',
  'version',
];
const CHANGE_COLUMNS = ['seq', 'kind', 'name', 'environment', 'version', 'release', 'retired'];

/** As the first Heady with backups wrote them. */
const FORMAT_3: readonly unknown[] = [
  { heady: 'control plane backup', version: 1, format: 3, at: '2026-01-03T00:00:00.000Z', store: 'sqlite' },
  { table: 'catalog_entry', columns: [...ENTRY_COLUMNS, 'registered_at', 'revision'] },
  [4, 'Service', 'dev-x-y', 'dev', '', '{"Owner":"ada"}', 'dev-x-y', 7, 2, '2026-01-02', 7],
  { table: 'catalog_version', columns: ['entry', 'version', 'manifest', 'registered_at', 'retired'] },
  [4, 1, '{"n":1}', '2026-01-01', 0],
  [4, 2, '{"n":2}', '2026-01-02', 0],
  { table: 'changes', columns: CHANGE_COLUMNS },
  [6, 'Service', 'dev-x-y', 'dev', 1, '', 0],
  [7, 'Service', 'dev-x-y', 'dev', 2, '', 0],
  {
    rows: { catalog_entry: 1, catalog_version: 2, changes: 2, audit: 0, audit_gap: 0, secret: 0 },
    audit: { valid: true, records: 0, head: { seq: 0, hash: '0'.repeat(64) } },
  },
];
