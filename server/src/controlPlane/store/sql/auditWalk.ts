import type { AuditGap, AuditHead, AuditVerdict } from '../auditLog.ts';
import { GENESIS, hashOf } from './auditChain.ts';
import { digestOfGaps, PRUNED } from './auditGaps.ts';
import type { SqlRow } from './sql.ts';

/** A link of the chain, a record as its row. */
export type ChainLink = { row: SqlRow } | { gap: AuditGap };

/** The way along the chain, from its start to its end. */
export class AuditWalk {
  readonly #noted: AuditHead | undefined;
  readonly #gaps: AuditGap[] = [];
  #attested: unknown;
  #passedNoted: boolean;
  #head = GENESIS;
  #records = 0;
  #removed = 0;

  /** @param noted a head that must be on the way */
  constructor(noted: AuditHead | undefined) {
    this.#noted = noted;
    this.#passedNoted = noted === undefined || noted.seq === 0;
  }

  get records(): number {
    return this.#records;
  }

  /** @returns the verdict, where this link breaks the chain */
  step(link: ChainLink): AuditVerdict | undefined {
    const seq = 'row' in link ? Number(link.row.seq) : link.gap.first;
    const reason = this.#missing(seq) ?? ('row' in link ? this.#record(link.row) : this.#gap(link.gap));
    return reason === undefined ? undefined : this.broken(reason, seq);
  }

  /** The verdict on a chain that breaks behind what was read, unless said otherwise. */
  broken(reason: string, seq = this.#head.seq): AuditVerdict {
    return { valid: false, records: this.#records, removed: this.#removed, seq, reason };
  }

  finish(): AuditVerdict {
    if (this.#gaps.length > 0 && !this.#isAttested()) {
      return this.broken('Records were removed by something else than retention: no record attests it.');
    }
    if (!this.#passedNoted) {
      return this.broken(`Records at the end are missing: ${this.#noted?.seq} was recorded once.`);
    }
    return { valid: true, records: this.#records, removed: this.#removed, head: this.#head };
  }

  #missing(seq: number): string | undefined {
    const next = this.#head.seq + 1;
    if (seq > next) return `Record ${next} is missing.`;
    if (seq < next) return `Record ${seq} stands twice, or where retention removed it.`;
    return undefined;
  }

  #record(row: SqlRow): string | undefined {
    const seq = Number(row.seq);
    if (hashOf(row, this.#head.hash) !== row.hash) {
      return `Record ${seq} or the one before it was changed: its hash does not fit.`;
    }
    if (row.action === PRUNED) this.#attested = row.details;
    this.#records++;
    return this.#moveTo({ seq, hash: String(row.hash) });
  }

  #gap(gap: AuditGap): string | undefined {
    if (gap.before !== this.#head.hash) {
      return `Record ${this.#head.seq} was changed: what followed does not fit.`;
    }
    this.#gaps.push(gap);
    this.#removed += gap.last - gap.first + 1;
    // A head noted within a gap cannot be compared any more; the gap's own hashes vouch for it.
    if (this.#noted && this.#noted.seq >= gap.first && this.#noted.seq < gap.last) this.#passedNoted = true;
    return this.#moveTo({ seq: gap.last, hash: gap.after });
  }

  #moveTo(head: AuditHead): string | undefined {
    this.#head = head;
    if (head.seq !== this.#noted?.seq) return undefined;
    this.#passedNoted = true;
    return head.hash === this.#noted.hash ? undefined : `Record ${head.seq} is not the one that was noted.`;
  }

  #isAttested(): boolean {
    if (typeof this.#attested !== 'string') return false;
    try {
      const details = JSON.parse(this.#attested) as { gaps?: unknown } | null;
      return details?.gaps === digestOfGaps(this.#gaps);
    } catch {
      return false;
    }
  }
}
