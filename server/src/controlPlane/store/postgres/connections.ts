import pg from 'pg';
import { StoreError, StoreUnavailableError } from '../store.ts';
import { Backoff } from './backoff.ts';
import { placeOf } from './dsn.ts';
import { isConnectionLoss, refusalOf, wordsOf } from './postgresErrors.ts';

/** Connections of one node, besides the one that listens. */
const CONNECTIONS = 10;

/** In milliseconds. A server that says nothing for so long is as good as gone. */
const CONNECT_TIMEOUT = 5_000;
const QUERY_TIMEOUT = 15_000;
/** A writer gives its connection back after so long and queues again. */
const LOCK_TIMEOUT = 10_000;

/** A node that vanished without a word may hold the others up for so long. */
const IDLE_IN_TRANSACTION = 5_000;

/**
 * Everything is found through indexes; read as a whole, the table of the search index takes seconds. And a plan that is
 * good for one value is not for another that a hundred times as many entries have.
 */
const PLANNING = '-c enable_seqscan=off -c plan_cache_mode=force_custom_plan';

const INT8 = 20;

/** Connects to one database, as often as it takes. */
export class Connections {
  readonly place: string;
  readonly #config: pg.ClientConfig;
  readonly #pool: pg.Pool;

  constructor(url: URL) {
    this.place = placeOf(url);
    this.#config = {
      connectionString: withOptions(url, PLANNING).href,
      application_name: 'heady',
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: QUERY_TIMEOUT,
      statement_timeout: QUERY_TIMEOUT,
      lock_timeout: LOCK_TIMEOUT,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
      keepAlive: true,
      pipeline: true,
      // Numbers stay exact up to 2^53, which no counter here reaches.
      types: {
        getTypeParser: ((oid: number, format?: 'text') =>
          oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
      },
    };
    this.#pool = new pg.Pool({ ...this.#config, max: CONNECTIONS });
    // An idle connection broke: the next use opens another.
    this.#pool.on('error', () => {});
    // One that breaks while it changes hands, or twice, says so when nobody listens, which would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Reads what the address says and the files that it names. @throws StoreError where that cannot be */
  check(): void {
    try {
      this.client();
    } catch (error) {
      throw new StoreError(`The address of PostgreSQL at ${this.place} cannot be used. ${wordsOf(error)}`);
    }
  }

  /** A connection of its own, not yet connected. */
  client(): pg.Client {
    return new pg.Client(this.#config);
  }

  /**
   * Runs `work` on a connection, anew on another one while connections break.
   *
   * @param patience milliseconds
   * @param waiting told why it takes longer
   * @throws StoreUnavailableError when patience ends; StoreError where the server refuses
   */
  async use<T>(
    patience: number,
    work: (client: pg.PoolClient) => Promise<T>,
    waiting: (reason: string) => void = () => {},
  ): Promise<T> {
    for (const backoff = new Backoff(patience); ; ) {
      try {
        return await this.#once(work);
      } catch (error) {
        const refusal = refusalOf(error, this.place);
        if (refusal) throw refusal;
        if (!isConnectionLoss(error)) throw error;
        const reason = `PostgreSQL at ${this.place} cannot be reached (${wordsOf(error)}).`;
        waiting(reason);
        if (!(await backoff.wait()))
          throw new StoreUnavailableError(`${reason} Check that it runs, then try again.`);
      }
    }
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }

  async #once<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: boolean | undefined;
    try {
      return await work(client);
    } catch (error) {
      broken = isConnectionLoss(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Beside those that stand in the address. */
function withOptions(address: URL, options: string): URL {
  const url = new URL(address);
  url.searchParams.set('options', `${options} ${url.searchParams.get('options') ?? ''}`.trim());
  return url;
}
