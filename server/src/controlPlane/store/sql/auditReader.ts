import { setImmediate } from 'node:timers/promises';
import type { AuditGap } from '../auditLog.ts';
import type { ChainLink } from './auditWalk.ts';
import type { Sql } from './sql.ts';

/** Records read at a time. */
const SLICE = 1_000;

/**
 * The chain in order, records and gaps.
 *
 * @param gaps all there are, in order
 * @param until the number of the last record wanted
 */
export async function* chainOf(
  sql: Pick<Sql, 'all'>,
  gaps: readonly AuditGap[],
  until: number = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<ChainLink> {
  const left = [...gaps];
  for (let last = 0; ; ) {
    const rows = await sql.all('SELECT * FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?', [
      last,
      until,
      SLICE,
    ]);
    for (const row of rows) {
      last = Number(row.seq);
      for (let gap = left[0]; gap && gap.first <= last; gap = left[0]) {
        yield { gap };
        left.shift();
      }
      yield { row };
    }
    if (rows.length < SLICE) break;
    // Others have their turn.
    await setImmediate();
  }
  for (const gap of left) yield { gap };
}
