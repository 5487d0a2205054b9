import type { EntryDraft, StoredEntry } from '../catalogStore.ts';
import { indexEntry, unindexEntry } from './catalogIndexes.ts';
import { entryOf, keyValues, searchText } from './catalogRows.ts';
import { addChange } from './changes.ts';
import type { Sql, SqlValue } from './sql.ts';
import { storable, textOrNull } from './values.ts';

/** The columns that a registration sets, besides the key. */
const COLUMNS = [
  'title',
  'vertical',
  'owner',
  'sensitivity',
  'tags',
  'search_text',
  'size',
  'version',
  'registered_at',
  'source',
  'revision',
  'retired_at',
] as const;

/** @param id of the entry, if it has been registered before */
export async function writeEntry(
  sql: Sql,
  draft: EntryDraft,
  version: number,
  id: number | undefined,
): Promise<StoredEntry> {
  const key = keyValues(draft);
  const manifest = JSON.stringify(draft.manifest);
  const registeredAt = new Date().toISOString();
  const text = searchText(draft);
  const revision = await addChange(sql, draft, version, false);
  const row: Record<(typeof COLUMNS)[number], SqlValue> = {
    title: textOrNull(draft.title),
    vertical: textOrNull(draft.vertical),
    owner: textOrNull(draft.owner),
    sensitivity: textOrNull(draft.sensitivity),
    tags: JSON.stringify(draft.tags),
    search_text: text,
    size: manifest.length,
    version,
    registered_at: registeredAt,
    source: textOrNull(draft.source),
    revision,
    retired_at: null,
  };
  const values = COLUMNS.map((column) => row[column]);
  const entry = id ?? (await insertEntry(sql, key, values));
  if (id !== undefined) {
    await sql.run(
      `UPDATE catalog_entry SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
      [...values, id],
    );
  }
  await addVersion(sql, entry, version, manifest, registeredAt, draft.source, false);
  await indexEntry(sql, entry, text, draft.tags);
  const [kind, name, environment, release] = key;
  return entryOf({ ...row, kind, name, environment, release, manifest });
}

export async function retireEntry(
  sql: Sql,
  before: StoredEntry,
  id: number,
  source: string | undefined,
): Promise<StoredEntry> {
  const version = before.version + 1;
  const retiredAt = new Date().toISOString();
  const revision = await addChange(sql, before, version, true);
  await sql.run(
    'UPDATE catalog_entry SET version = ?, revision = ?, retired_at = ?, source = ? WHERE id = ?',
    [version, revision, retiredAt, textOrNull(source), id],
  );
  await addVersion(sql, id, version, JSON.stringify(before.manifest), retiredAt, source, true);
  await unindexEntry(sql, id);
  const { source: _, ...rest } = before;
  return { ...rest, version, revision, retiredAt, ...(source === undefined ? {} : { source }) };
}

async function insertEntry(sql: Sql, key: readonly string[], values: readonly SqlValue[]): Promise<number> {
  const places = [...key, ...values].map(() => '?').join(', ');
  const row = await sql.get(
    `INSERT INTO catalog_entry (kind, name, environment, release, ${COLUMNS.join(', ')}) VALUES (${places})
     RETURNING id`,
    [...key, ...values],
  );
  return Number(row?.id);
}

async function addVersion(
  sql: Sql,
  entry: number,
  version: number,
  manifest: string,
  at: string,
  source: string | undefined,
  retired: boolean,
): Promise<void> {
  await sql.run(
    `INSERT INTO catalog_version (entry, version, manifest, registered_at, source, retired)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [entry, version, manifest, at, source === undefined ? null : storable(source), retired ? 1 : 0],
  );
}
