import type { AuditEvent, AuditGap, Retention } from '../auditLog.ts';
import { GENESIS } from './auditChain.ts';
import { digestOfGaps, gapsOf, PRUNED } from './auditGaps.ts';
import type { JournalBatch } from './journalBatch.ts';
import type { Sql, SqlValue } from './sql.ts';
import { storable } from './values.ts';

/** Records removed in one transaction, at most: writers wait meanwhile. */
export const REMOVED_AT_A_TIME = 1_000;

/** Removes the oldest records that are due and attests it in the chain. @returns how many */
export async function removeExpired(
  batch: JournalBatch,
  retention: Retention,
  by: Omit<AuditEvent, 'action' | 'outcome' | 'details'>,
): Promise<number> {
  const { sql } = batch;
  const due = dueBy(retention);
  const rows = await sql.all(`SELECT seq, hash FROM audit WHERE ${due.sql} ORDER BY seq LIMIT ?`, [
    ...due.values,
    REMOVED_AT_A_TIME,
  ]);
  if (rows.length === 0) return 0;
  const existing = await gapsOf(sql);
  const removed = await runsOf(sql, rows, existing);
  for (const { first, last } of removed) {
    sql.send('DELETE FROM audit WHERE seq BETWEEN ? AND ?', [first, last]);
  }
  const gaps = joined([...existing, ...removed].sort((a, b) => a.first - b.first));
  for (const gap of gaps.filter((each) => !existing.includes(each))) {
    sql.send('DELETE FROM audit_gap WHERE first_seq BETWEEN ? AND ?', [gap.first, gap.last]);
    sql.send('INSERT INTO audit_gap (first_seq, last_seq, hash_before, hash_after) VALUES (?, ?, ?, ?)', [
      gap.first,
      gap.last,
      gap.before,
      gap.after,
    ]);
  }
  const details = { removed: rows.length, gaps: digestOfGaps(gaps) };
  batch.audit({ ...by, action: PRUNED, outcome: 'removed', details });
  return rows.length;
}

function dueBy({ before, verticals = {} }: Retention): { sql: string; values: SqlValue[] } {
  const longer = Object.entries(verticals).map(([name, until]) => [storable(name), until] as const);
  const names = longer.map(() => '?').join(', ');
  const others = longer.length ? `(at < ? AND (vertical IS NULL OR vertical NOT IN (${names})))` : 'at < ?';
  const own = longer.map(() => ' OR (vertical = ? AND at < ?)').join('');
  return { sql: `(${others}${own})`, values: [before, ...longer.map(([name]) => name), ...longer.flat()] };
}

/** The rows as runs without holes, each with the hash that leads into it. */
async function runsOf(
  sql: Sql,
  rows: readonly Record<string, unknown>[],
  existing: readonly AuditGap[],
): Promise<AuditGap[]> {
  const runs: AuditGap[] = [];
  for (const row of rows) {
    const seq = Number(row.seq);
    const after = String(row.hash);
    const run = runs.at(-1);
    if (run?.last === seq - 1) Object.assign(run, { last: seq, after });
    else runs.push({ first: seq, last: seq, before: await hashBefore(sql, seq, existing), after });
  }
  return runs;
}

async function hashBefore(sql: Sql, seq: number, gaps: readonly AuditGap[]): Promise<string> {
  const row = await sql.get('SELECT hash FROM audit WHERE seq = ?', [seq - 1]);
  if (row) return String(row.hash);
  return gaps.find(({ last }) => last === seq - 1)?.after ?? GENESIS.hash;
}

/** Adjacent gaps become one; those that nothing was added to are the same objects as before. */
function joined(gaps: readonly AuditGap[]): AuditGap[] {
  const result: AuditGap[] = [];
  for (const gap of gaps) {
    const last = result.at(-1);
    if (last?.last === gap.first - 1)
      result[result.length - 1] = { ...last, last: gap.last, after: gap.after };
    else result.push(gap);
  }
  return result;
}
