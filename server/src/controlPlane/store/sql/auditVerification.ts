import { setImmediate } from 'node:timers/promises';
import type { AuditHead, AuditVerdict } from '../auditLog.ts';
import { GENESIS, hashOf } from './auditChain.ts';
import { type AuditGap, digestOfGaps, gapsOf, PRUNED } from './auditGaps.ts';
import type { Sql, SqlRow } from './sql.ts';

/** Records read at a time. */
const SLICE = 1_000;

/** Follows the chain from its start to its end. @param noted a head that must be on the way */
export async function verifyChain(sql: Sql, noted: AuditHead | undefined): Promise<AuditVerdict> {
  const walk = new Walk(await gapsOf(sql), noted);
  for (let last = 0; ; ) {
    const rows = await sql.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', [last, SLICE]);
    for (const row of rows) {
      last = Number(row.seq);
      const reason = walk.step(row);
      if (reason) return { valid: false, records: walk.records, seq: last, reason };
    }
    if (rows.length < SLICE) break;
    await setImmediate();
  }
  const reason = walk.finish();
  return reason
    ? { valid: false, records: walk.records, seq: walk.head.seq, reason }
    : { valid: true, records: walk.records, head: walk.head };
}

/** The way along the chain; each step says what is wrong, if anything is. */
class Walk {
  readonly #gaps: readonly AuditGap[];
  readonly #noted: AuditHead | undefined;
  #nextGap = 0;
  #attested: unknown;
  #passedNoted: boolean;
  head = GENESIS;
  records = 0;

  constructor(gaps: readonly AuditGap[], noted: AuditHead | undefined) {
    this.#gaps = gaps;
    this.#noted = noted;
    this.#passedNoted = noted === undefined || noted.seq === 0;
  }

  step(row: SqlRow): string | undefined {
    const seq = Number(row.seq);
    const broken = this.#passGaps();
    if (broken) return broken;
    if (seq !== this.head.seq + 1) return `Record ${this.head.seq + 1} is missing.`;
    if (hashOf(row, this.head.hash) !== row.hash) {
      return `Record ${seq} or the one before it was changed: its hash does not fit.`;
    }
    if (row.action === PRUNED) this.#attested = row.details;
    this.records++;
    return this.#moveTo({ seq, hash: String(row.hash) });
  }

  finish(): string | undefined {
    const broken = this.#passGaps();
    if (broken) return broken;
    if (this.#nextGap < this.#gaps.length) return 'Records at the end are missing.';
    if (this.#gaps.length > 0 && !this.#isAttested()) {
      return 'Records were removed by something else than retention: no record attests it.';
    }
    if (!this.#passedNoted) return `Records at the end are missing: ${this.#noted?.seq} was recorded once.`;
    return undefined;
  }

  #passGaps(): string | undefined {
    for (let gap = this.#gaps[this.#nextGap]; gap?.first === this.head.seq + 1; ) {
      if (gap.before !== this.head.hash)
        return `Record ${this.head.seq} was changed: what followed does not fit.`;
      // A head noted within a gap cannot be compared any more; the gap's own hashes vouch for it.
      if (this.#noted && this.#noted.seq >= gap.first && this.#noted.seq < gap.last) this.#passedNoted = true;
      const wrong = this.#moveTo({ seq: gap.last, hash: gap.after });
      if (wrong) return wrong;
      gap = this.#gaps[++this.#nextGap];
    }
    return undefined;
  }

  #moveTo(head: AuditHead): string | undefined {
    this.head = head;
    if (head.seq !== this.#noted?.seq) return undefined;
    this.#passedNoted = true;
    return head.hash === this.#noted.hash ? undefined : `Record ${head.seq} is not the one that was noted.`;
  }

  #isAttested(): boolean {
    if (typeof this.#attested !== 'string') return false;
    const details = JSON.parse(this.#attested) as { gaps?: unknown };
    return details.gaps === digestOfGaps(this.#gaps);
  }
}
