import type { Audited } from '../auditLog.ts';
import { StoreBusyError, StoreUnavailableError } from '../store.ts';
import { JournalBatch } from './journalBatch.ts';
import type { Sql, SqlDatabase } from './sql.ts';

/** Writes that share a transaction, at most: none should wait long for the others. */
const BATCH = 64;

/** In milliseconds. A transaction that has lasted so long ends, as all other nodes wait for it. */
const HOLD = 250;

/** Writes that wait, at most, and for how many milliseconds. Beyond, callers do better to try again. */
const MOST_WAITING = 1_000;
const PATIENCE = 15_000;

/** Within its transaction, a write first reads and then writes. It may run several times before its effect is kept, once. */
export interface Write<Known, Result> extends Audited<Result> {
  /** Names what it reads and changes. */
  subject?: string;
  /** Aborted once nobody waits for the result: a write that has not begun by then is dropped. */
  signal?: AbortSignal;
  /** Reads what `apply` must know, beside the reads of others. */
  read(sql: Sql): Promise<Known>;
  /** Whatever it sends is sent in one go with what others do. */
  apply(known: Known, batch: JournalBatch): Result | Promise<Result>;
}

interface Waiting {
  readonly subject: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** By `performance.now()`. */
  readonly until: number;
  /** Reads and gives back what then writes and gives back what acknowledges. */
  read(sql: Sql): Promise<(batch: JournalBatch) => Promise<() => void>>;
  reject(error: unknown): void;
}

/**
 * All writes to catalog, secrets and audit log, one after another over all nodes: so changes are seen in the order of
 * their numbers, and the audit log is one chain. Writes that wait at the same time share a transaction, as what
 * takes time is to reach the database and to make it durable: they all read, then they all write.
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

  /**
   * Resolves when the write survives a crash.
   *
   * @throws StoreBusyError where it would have to wait for too long; the signal's reason where it was dropped
   */
  write<Known, Result>({ read, apply, audit, ...rest }: Write<Known, Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#queue.length >= MOST_WAITING) throw new StoreBusyError();
      this.#queue.push({
        subject: rest.subject,
        signal: rest.signal,
        until: performance.now() + PATIENCE,
        reject,
        read: async (sql) => {
          const known = await read(sql);
          return async (batch) => {
            const result = await apply(known, batch);
            const event = audit?.(result);
            if (event) batch.audit(event);
            return () => resolve(result);
          };
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
    while (this.#queue.length) await this.#commit(this.#queue.splice(0, BATCH).filter(isAwaited));
    // In the same turn in which the queue was found empty: whoever comes next starts anew.
    this.#draining = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const acknowledgements = await this.#database.transaction({ lock: 'journal' }, async (sql) => {
        const [shared, ...reads] = await Promise.all([
          JournalBatch.open(sql),
          ...batch.map((write) => write.read(sql)),
        ]);
        const done = new Map<Waiting, () => void>();
        const touched = new Set<string>();
        const until = performance.now() + HOLD;
        for (const [i, write] of batch.entries()) {
          if (write.signal?.aborted) continue;
          const { subject } = write;
          // What it read may have been changed since by another one of this transaction.
          const isStale = subject !== undefined && touched.has(subject);
          const apply = isStale ? undefined : reads[i];
          done.set(write, await (apply ?? (await write.read(sql)))(shared));
          if (subject !== undefined) touched.add(subject);
          if (performance.now() > until) break;
        }
        shared.close();
        return done;
      });
      // There was no time for the others, or nobody waits for them any more.
      this.#queue.unshift(...batch.filter((write) => !acknowledgements.has(write)));
      this.#onCommit();
      for (const acknowledge of acknowledgements.values()) acknowledge();
    } catch (error) {
      // One of them is to blame, the others shall not suffer for it.
      if (batch.length > 1 && !(error instanceof StoreUnavailableError)) {
        for (const write of batch) await this.#commit([write].filter(isAwaited));
      } else {
        for (const write of batch) write.reject(error);
      }
    }
  }
}

/** Whether somebody waits for a write, and can be expected to wait on; otherwise it is rejected. */
function isAwaited({ signal, until, reject }: Waiting): boolean {
  if (signal?.aborted) reject(signal.reason);
  else if (performance.now() > until) reject(new StoreBusyError());
  else return true;
  return false;
}
