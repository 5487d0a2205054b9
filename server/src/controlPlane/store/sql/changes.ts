import type { Change, EntryKey } from '../catalogStore.ts';
import { changeOf, keyValues } from './catalogRows.ts';
import type { Sql } from './sql.ts';
import { storable } from './values.ts';

/** A change that is about to be made. */
export interface NewChange extends EntryKey {
  version: number;
  retired: boolean;
  recounted: readonly (string | undefined)[];
}

/** Notes a change in the transaction that makes it. @returns the revision that it makes */
export async function addChange(sql: Sql, change: NewChange): Promise<number> {
  const verticals = change.recounted.filter((vertical) => vertical !== undefined).map(storable);
  const row = await sql.get(
    `INSERT INTO changes (kind, name, environment, release, version, retired, recounted)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq ${sql.dialect.announcement}`,
    [...keyValues(change), change.version, change.retired ? 1 : 0, JSON.stringify(verticals)],
  );
  return Number(row?.seq);
}

/** Changes after a revision, the oldest first. */
export async function changesAfter(sql: Sql, after: number, limit: number): Promise<Change[]> {
  const rows = await sql.all('SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?', [after, limit]);
  return rows.map(changeOf);
}

export async function revisionOf(sql: Sql): Promise<number> {
  return Number((await sql.get('SELECT coalesce(max(seq), 0) AS revision FROM changes'))?.revision);
}
