import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { service } from '../../testing.ts';
import { migrateTo } from '../sql/migrate.ts';
import { StoreError } from '../store.ts';
import { openFile } from './openFile.ts';
import { openSqliteStore } from './openSqliteStore.ts';
import { SqliteDatabase } from './sqliteDatabase.ts';
import { explained } from './sqliteErrors.ts';

/** The last format that looked up text and tags apart. */
const FORMER = 5;

it('finds what was registered before there was such an index', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heady-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'catalog.db');
  const warn = (message: string) => expect.fail(message);
  const database = new SqliteDatabase(path, openFile(path, { warn }));
  await database.transaction({}, async (sql) => {
    await migrateTo(FORMER, sql);
    await sql.run('CREATE VIRTUAL TABLE catalog_text USING fts5(text)');
    await sql.run(
      `INSERT INTO catalog_entry (id, kind, name, environment, release, vertical, owner, tags, search_text, size,
         version, registered_at, revision)
       VALUES (7, 'Service', 'dev-health-billing', 'dev', '', 'health', 'team-health', '{"Owner":"team-health"}',
         'dev-health-billing', 9, 1, '2026-01-01T00:00:00Z', 1)`,
    );
    await sql.run(
      `INSERT INTO catalog_version (entry, version, manifest, registered_at, retired) VALUES (7, 1, ?, '', 0)`,
      [JSON.stringify(service('dev-health-billing'))],
    );
  });
  await database.close();

  const store = await openSqliteStore(path, { warn });
  for (const query of [{ text: 'bil' }, { text: 'g', owner: 'team-health' }, { tag: 'Owner=team-health' }]) {
    expect(await store.catalog.search(query, { limit: 9 })).toMatchObject({
      total: 1,
      entries: [{ name: 'dev-health-billing' }],
    });
  }
  await store.close();
});

it('says what to do where SQLite cannot have it', () => {
  const error = explained(new Error('no such module: fts5'), 'catalog.db');
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ message: expect.stringContaining('nodejs.org') });
});
