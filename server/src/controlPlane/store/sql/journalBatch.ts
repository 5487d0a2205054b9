import type { AuditEvent } from '../auditLog.ts';
import { AuditChain } from './auditChain.ts';
import { insertChange, type NewChange } from './changes.ts';
import type { Transaction } from './sql.ts';

/**
 * What the writes of one transaction share: the numbers that they go on from, read once, as nobody else writes
 * meanwhile.
 */
export class JournalBatch {
  readonly sql: Transaction;
  readonly #chain: AuditChain;
  #revision: number;
  #entry: number;
  #changed = false;
  #grown = false;

  private constructor(sql: Transaction, chain: AuditChain, last: { revision: number; entry: number }) {
    this.sql = sql;
    this.#chain = chain;
    this.#revision = last.revision;
    this.#entry = last.entry;
  }

  static async open(sql: Transaction): Promise<JournalBatch> {
    const [chain, row] = await Promise.all([AuditChain.open(sql), sql.get(LAST_NUMBERS)]);
    return new JournalBatch(sql, chain, { revision: Number(row?.revision), entry: Number(row?.entry) });
  }

  /** @returns the number of an entry that is new */
  newEntry(): number {
    this.#grown = true;
    return ++this.#entry;
  }

  /** @returns the revision of the catalog that the change makes */
  addChange(change: NewChange): number {
    this.#changed = true;
    insertChange(this.sql, ++this.#revision, change);
    return this.#revision;
  }

  audit(event: AuditEvent): void {
    this.#chain.append(event);
  }

  /** To be called at the end. */
  close(): void {
    const { dialect } = this.sql;
    // Nodes of an older Heady have the database count.
    if (this.#grown) dialect.countOn(this.sql, 'catalog_entry', 'id');
    if (!this.#changed) return;
    dialect.countOn(this.sql, 'changes', 'seq');
    dialect.announce(this.sql);
  }
}

/** No row of these ever goes, so that no number is given twice. */
const LAST_NUMBERS = `SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS revision,
  (SELECT coalesce(max(id), 0) FROM catalog_entry) AS entry`;
