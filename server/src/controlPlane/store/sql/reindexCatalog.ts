import { indexEntry, unindexEntry } from './catalogIndexes.ts';
import type { Transaction } from './sql.ts';
import { optional } from './values.ts';

/** Entries at a time. */
const SLICE = 500;

/**
 * Fills the indexes that SQL alone cannot fill, and gives golden images their release.
 *
 * @param done told how many entries more are in the indexes
 */
export async function reindexCatalog(
  sql: Transaction,
  done: (entries: number) => void = () => {},
): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await sql.all(
      `SELECT e.id, e.kind, e.environment, e.vertical, e.owner, e.tags, e.search_text, v.manifest FROM catalog_entry e
       JOIN catalog_version v ON v.entry = e.id AND v.version = e.version
       WHERE e.id > ? AND e.retired_at IS NULL ORDER BY e.id LIMIT ?`,
      [last, SLICE],
    );
    for (const row of rows) {
      last = Number(row.id);
      unindexEntry(sql, last);
      indexEntry(sql, last, String(row.search_text), {
        kind: String(row.kind),
        environment: String(row.environment),
        tags: JSON.parse(String(row.tags)),
        ...optional('vertical', row.vertical),
        ...optional('owner', row.owner),
      });
      const release = releaseOf(row.kind, String(row.manifest));
      if (release) sql.send('UPDATE catalog_entry SET release = ? WHERE id = ?', [release, last]);
    }
    done(rows.length);
    if (rows.length < SLICE) return;
  }
}

function releaseOf(kind: unknown, manifest: string): string | undefined {
  if (kind !== 'GoldenImage') return undefined;
  const version = (JSON.parse(manifest) as { spec?: { version?: unknown } }).spec?.version;
  return typeof version === 'string' ? version : undefined;
}
