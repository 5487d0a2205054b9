import type { Change, EntryKey } from '../catalogStore.ts';
import { changeOf, keyValues } from './catalogRows.ts';
import type { Sql, Transaction } from './sql.ts';
import { storable } from './values.ts';

/** A change that is about to be made. */
export interface NewChange extends EntryKey {
  version: number;
  retired: boolean;
  recounted: readonly (string | undefined)[];
}

/** Notes a change in the transaction that makes it. */
export function insertChange(sql: Transaction, revision: number, change: NewChange): void {
  const verticals = change.recounted.filter((vertical) => vertical !== undefined).map(storable);
  sql.send(
    `INSERT INTO changes (seq, kind, name, environment, release, version, retired, recounted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [revision, ...keyValues(change), change.version, change.retired ? 1 : 0, JSON.stringify(verticals)],
  );
}

/** Changes after a revision, the oldest first. */
export async function changesAfter(sql: Sql, after: number, limit: number): Promise<Change[]> {
  const rows = await sql.all('SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?', [after, limit]);
  return rows.map(changeOf);
}

export async function revisionOf(sql: Sql): Promise<number> {
  return Number((await sql.get('SELECT coalesce(max(seq), 0) AS revision FROM changes'))?.revision);
}
