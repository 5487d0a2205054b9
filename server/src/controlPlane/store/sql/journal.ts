import type { AuditEvent } from '../auditLog.ts';
import { StoreUnavailableError } from '../store.ts';
import { AuditChain } from './auditChain.ts';
import type { Sql, SqlDatabase } from './sql.ts';

/** Writes that share a transaction, at most: none should wait long for the others. */
const BATCH = 64;

/** In milliseconds. A transaction that has lasted so long ends, as all other nodes wait for it. */
const HOLD = 250;

/** A write within its transaction. It may run several times before its effect is kept, once. */
export type Work<T> = (sql: Sql, audit: (event: AuditEvent) => Promise<void>) => Promise<T>;

interface Waiting {
  run(sql: Sql, chain: AuditChain): Promise<() => void>;
  reject(error: unknown): void;
}

/**
 * All writes to catalog, secrets and audit log, one after another over all nodes: so changes are seen in the order of
 * their numbers, and the audit log is one chain. Writes that wait at the same time share a transaction, as what
 * takes time is to make it durable.
 */
export class Journal {
  readonly #database: SqlDatabase;
  readonly #onCommit: () => void;
  readonly #queue: Waiting[] = [];
  #draining: Promise<void> | undefined;

  /** @param onCommit called after each transaction, before its writes are acknowledged */
  constructor(database: SqlDatabase, onCommit: () => void) {
    this.#database = database;
    this.#onCommit = onCommit;
  }

  /** Resolves when the write survives a crash. */
  write<T>(work: Work<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        reject,
        run: async (sql, chain) => {
          const result = await work(sql, (event) => chain.append(event));
          return () => resolve(result);
        },
      });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // Those who write in the same turn come along.
    await Promise.resolve();
    while (this.#queue.length) await this.#commit(this.#queue.splice(0, BATCH));
    // In the same turn in which the queue was found empty: whoever comes next starts anew.
    this.#draining = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const acknowledgements = await this.#database.transaction({ lock: 'journal' }, async (sql) => {
        const chain = new AuditChain(sql);
        const done: (() => void)[] = [];
        const until = performance.now() + HOLD;
        for (const write of batch) {
          done.push(await write.run(sql, chain));
          if (performance.now() > until) break;
        }
        return done;
      });
      // There was no time for the others: theirs is the next one.
      this.#queue.unshift(...batch.slice(acknowledgements.length));
      this.#onCommit();
      for (const acknowledge of acknowledgements) acknowledge();
    } catch (error) {
      // One of them is to blame, the others shall not suffer for it.
      if (batch.length > 1 && !(error instanceof StoreUnavailableError)) {
        for (const write of batch) await this.#commit([write]);
      } else {
        for (const write of batch) write.reject(error);
      }
    }
  }
}
