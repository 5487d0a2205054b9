import pg from 'pg';
import type { Sql, TransactionOptions } from '../sql/sql.ts';
import { StoreUnavailableError } from '../store.ts';
import type { Connections } from './connections.ts';
import { isConnectionLoss, isContention } from './postgresErrors.ts';
import { postgresSql } from './statements.ts';

/** How often a transaction is run again that others are in the way of. */
const CONTENTION_RETRIES = 20;

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
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await connections.use(patience, (client) => attemptOn(client, options, work));
    } catch (error) {
      if (error instanceof UnknownOutcome) {
        if (await isCommitted(connections, patience, error.xid)) return error.result as T;
      } else if (!isContention(error) || attempt >= CONTENTION_RETRIES) {
        throw error;
      }
    }
  }
}

async function attemptOn<T>(
  client: pg.PoolClient,
  { lock, durable = true }: TransactionOptions,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = postgresSql((query) => client.query(query));
  let xid: string | undefined;
  let result: T;
  try {
    // Together, as each journey to the server costs all who wait for the lock.
    const begun: unknown = await client.query(
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
    if (durable) xid = xidOf(begun);
    result = await work(sql);
  } catch (error) {
    if (!isConnectionLoss(error)) await client.query('ROLLBACK');
    throw error;
  }
  try {
    await client.query('COMMIT');
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
