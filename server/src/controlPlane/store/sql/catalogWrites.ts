import type { EntryDraft, EntryVersion, StoredEntry } from '../catalogStore.ts';
import { indexEntry, unindexEntry } from './catalogIndexes.ts';
import { entryOf, keyValues, searchText } from './catalogRows.ts';
import type { JournalBatch } from './journalBatch.ts';
import type { SqlValue, Transaction } from './sql.ts';
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

const INSERT = `INSERT INTO catalog_entry (id, kind, name, environment, release, ${COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ?, ${COLUMNS.map(() => '?').join(', ')})`;
const UPDATE = `UPDATE catalog_entry SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

/** What there was before an entry is written. */
export interface Former {
  /** Of the entry, if it has been registered before, though it may be out of use. */
  id: number | undefined;
  version: number;
  /** What is in use. */
  entry: StoredEntry | undefined;
}

/** @returns the entry as it is once the batch is kept */
export function writeEntry(batch: JournalBatch, draft: EntryDraft, former: Former): StoredEntry {
  const { sql } = batch;
  const version = former.version + 1;
  const key = keyValues(draft);
  const manifest = JSON.stringify(draft.manifest);
  const registeredAt = new Date().toISOString();
  const text = searchText(draft);
  const recounted =
    former.entry?.vertical === draft.vertical && former.entry ? [] : [former.entry?.vertical, draft.vertical];
  const revision = batch.addChange({ ...draft, version, retired: false, recounted });
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
  const id = former.id ?? batch.newEntry();
  if (former.id === undefined) sql.send(INSERT, [id, ...key, ...values]);
  else sql.send(UPDATE, [...values, id]);
  addVersion(sql, id, { ...draft, version, manifest, registeredAt });
  if (former.entry) unindexEntry(sql, id);
  indexEntry(sql, id, text, { ...draft, environment: draft.environment ?? '' });
  const [kind, name, environment, release] = key;
  return entryOf({ ...row, kind, name, environment, release, manifest, actor: textOrNull(draft.actor) });
}

/** @returns the entry as it is once the batch is kept */
export function retireEntry(
  batch: JournalBatch,
  before: StoredEntry,
  id: number,
  by: { actor?: string; source?: string },
): StoredEntry {
  const { sql } = batch;
  const version = before.version + 1;
  const retiredAt = new Date().toISOString();
  const recounted = [before.vertical];
  const revision = batch.addChange({ ...before, version, retired: true, recounted });
  sql.send('UPDATE catalog_entry SET version = ?, revision = ?, retired_at = ?, source = ? WHERE id = ?', [
    version,
    revision,
    retiredAt,
    textOrNull(by.source),
    id,
  ]);
  const manifest = JSON.stringify(before.manifest);
  addVersion(sql, id, { ...by, version, manifest, registeredAt: retiredAt, retired: true });
  unindexEntry(sql, id);
  const { source: _, actor: __, ...rest } = before;
  return { ...rest, ...by, version, revision, retiredAt };
}

function addVersion(
  sql: Transaction,
  entry: number,
  {
    version,
    manifest,
    registeredAt,
    actor,
    source,
    retired,
  }: Omit<EntryVersion, 'manifest'> & { manifest: string },
): void {
  sql.send(
    `INSERT INTO catalog_version (entry, version, manifest, registered_at, actor, source, retired)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [entry, version, manifest, registeredAt, textOrNull(actor), textOrNull(source), retired ? 1 : 0],
  );
}
