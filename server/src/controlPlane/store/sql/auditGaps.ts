import { createHash } from 'node:crypto';
import type { AuditGap } from '../auditLog.ts';
import type { Sql, SqlRow } from './sql.ts';

/** The removal that attests all gaps there are. Each removal notes them anew, so the last one counts. */
export const PRUNED = 'audit.prune';

export async function gapsOf(sql: Sql): Promise<AuditGap[]> {
  const rows = await sql.all('SELECT * FROM audit_gap ORDER BY first_seq');
  return rows.map((row: SqlRow) => ({
    first: Number(row.first_seq),
    last: Number(row.last_seq),
    before: String(row.hash_before),
    after: String(row.hash_after),
  }));
}

export function digestOfGaps(gaps: readonly AuditGap[]): string {
  const rows = gaps.map(({ first, last, before, after }) => [first, last, before, after]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
