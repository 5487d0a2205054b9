import pg from 'pg';
import type { Transaction, TransactionOptions } from '../sql/sql.ts';
import { StoreBusyError, StoreUnavailableError } from '../store.ts';
import type { Connections } from './connections.ts';
import { Pipeline } from './pipeline.ts';
import { isConnectionLoss, isContention } from './postgresErrors.ts';

/** The answer to COMMIT was lost: only the server knows whether it came about. */
class UnknownOutcome<T> extends StoreUnavailableError {
  readonly xid: string;
  readonly result: T;
  constructor(xid: string, result: T, cause: unknown) {
    super('The connection to PostgreSQL broke during COMMIT.', { cause });
    this.xid = xid;
    this.result = result;
  }
}

/**
 * Runs a transaction until its effect is kept once: also when the connection breaks or the server restarts, even
 * between COMMIT and its answer.
 */
export async function runTransaction<T>(
  connections: Connections,
  patience: number,
  options: TransactionOptions,
  work: (sql: Transaction) => Promise<T>,
): Promise<T> {
  for (const until = performance.now() + patience; ; ) {
    try {
      return await connections.use(patience, (client) => attemptOn(client, options, work));
    } catch (error) {
      if (error instanceof UnknownOutcome) {
        if (await isCommitted(connections, patience, error.xid)) return error.result as T;
      } else if (!isContention(error)) {
        throw error;
      } else if (performance.now() > until) {
        throw new StoreBusyError();
      }
    }
  }
}

async function attemptOn<T>(
  client: pg.PoolClient,
  { lock, durable = true }: TransactionOptions,
  work: (sql: Transaction) => Promise<T>,
): Promise<T> {
  const pipeline = new Pipeline(client);
  let xid: string | undefined;
  let result: T;
  try {
    // Not waited for, as each journey to the server costs all who wait for the lock.
    const begun = pipeline.query(
      [
        'BEGIN',
        ...(durable ? [] : ['SET LOCAL synchronous_commit = off']),
        ...(lock === undefined
          ? []
          : [`SELECT pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(lock)}, 0))`]),
        // Asked for where it matters that nothing happens twice.
        ...(durable ? ['SELECT CAST(pg_current_xact_id() AS text) AS xid'] : []),
      ].join('; '),
    );
    result = await work(pipeline);
    if (durable) xid = xidOf(await begun);
  } catch (error) {
    const cause = pipeline.fault ?? error;
    if (!isConnectionLoss(cause)) await client.query('ROLLBACK');
    throw cause;
  }
  try {
    const { command } = await client.query('COMMIT');
    // What the server makes of it where a statement failed that nobody waited for.
    if (command === 'ROLLBACK') throw pipeline.fault;
    return result;
  } catch (error) {
    if (xid !== undefined && isConnectionLoss(error)) throw new UnknownOutcome(xid, result, error);
    throw error;
  }
}

/** @param begun what several statements gave, of which the last asked for it */
function xidOf(begun: unknown): string {
  const last: unknown = Array.isArray(begun) ? begun.at(-1) : undefined;
  return String((last as pg.QueryResult<{ xid: string }> | undefined)?.rows[0]?.xid);
}

async function isCommitted(connections: Connections, patience: number, xid: string): Promise<boolean> {
  for (;;) {
    const status = await connections.use(patience, async (client) => {
      const { rows } = await client.query('SELECT pg_xact_status(CAST($1 AS xid8)) AS status', [xid]);
      return rows[0]?.status;
    });
    // In progress: the server has not yet noticed that the connection is gone.
    if (status !== 'in progress') return status === 'committed';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
