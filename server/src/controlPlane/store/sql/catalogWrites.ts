import type { EntryDraft, EntryVersion, StoredEntry } from '../catalogStore.ts';
import { indexEntry, unindexEntry } from './catalogIndexes.ts';
import { entryOf, keyValues, searchText } from './catalogRows.ts';
import { addChange } from './changes.ts';
import type { Sql, SqlValue } from './sql.ts';
import { textOrNull } from './values.ts';

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

/** What there was before an entry is written. */
export interface Former {
  /** Of the entry, if it has been registered before, though it may be out of use. */
  id: number | undefined;
  version: number;
  /** What is in use. */
  entry: StoredEntry | undefined;
}

export async function writeEntry(sql: Sql, draft: EntryDraft, former: Former): Promise<StoredEntry> {
  const version = former.version + 1;
  const key = keyValues(draft);
  const manifest = JSON.stringify(draft.manifest);
  const registeredAt = new Date().toISOString();
  const text = searchText(draft);
  const recounted =
    former.entry?.vertical === draft.vertical && former.entry ? [] : [former.entry?.vertical, draft.vertical];
  const revision = await addChange(sql, { ...draft, version, retired: false, recounted });
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
  const entry = former.id ?? (await insertEntry(sql, key, values));
  if (former.id !== undefined) {
    await sql.run(
      `UPDATE catalog_entry SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
      [...values, former.id],
    );
  }
  await addVersion(sql, entry, { ...draft, version, manifest, registeredAt });
  await indexEntry(sql, entry, text, { ...draft, environment: draft.environment ?? '' });
  const [kind, name, environment, release] = key;
  return entryOf({ ...row, kind, name, environment, release, manifest, actor: textOrNull(draft.actor) });
}

export async function retireEntry(
  sql: Sql,
  before: StoredEntry,
  id: number,
  by: { actor?: string; source?: string },
): Promise<StoredEntry> {
  const version = before.version + 1;
  const retiredAt = new Date().toISOString();
  const recounted = [before.vertical];
  const revision = await addChange(sql, { ...before, version, retired: true, recounted });
  await sql.run(
    'UPDATE catalog_entry SET version = ?, revision = ?, retired_at = ?, source = ? WHERE id = ?',
    [version, revision, retiredAt, textOrNull(by.source), id],
  );
  const manifest = JSON.stringify(before.manifest);
  await addVersion(sql, id, { ...by, version, manifest, registeredAt: retiredAt, retired: true });
  await unindexEntry(sql, id);
  const { source: _, actor: __, ...rest } = before;
  return { ...rest, ...by, version, revision, retiredAt };
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
  {
    version,
    manifest,
    registeredAt,
    actor,
    source,
    retired,
  }: Omit<EntryVersion, 'manifest'> & { manifest: string },
): Promise<void> {
  await sql.run(
    `INSERT INTO catalog_version (entry, version, manifest, registered_at, actor, source, retired)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [entry, version, manifest, registeredAt, textOrNull(actor), textOrNull(source), retired ? 1 : 0],
  );
}
