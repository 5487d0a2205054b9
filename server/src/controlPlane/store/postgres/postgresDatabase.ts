import type { QueryConfig } from 'pg';
import type { Sql, SqlDatabase, SqlRow, SqlValue, Transaction, TransactionOptions } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { Connections } from './connections.ts';
import { Listener } from './listener.ts';
import { POSTGRES } from './postgresDialect.ts';
import { postgresSql } from './statements.ts';
import { runTransaction } from './transaction.ts';

/** How long a call waits for a database that is away, in milliseconds: a restart takes less. */
const PATIENCE = 15_000;

/** A PostgreSQL database that any number of nodes share. */
export class PostgresDatabase implements SqlDatabase {
  readonly dialect = POSTGRES;
  readonly #connections: Connections;
  readonly #reader: Sql;
  #listener: Listener | undefined;
  #isOpen = true;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#reader = postgresSql((query) => this.#query(query));
  }

  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]> {
    return this.#reader.all(sql, values);
  }

  get(sql: string, values?: readonly SqlValue[]): Promise<SqlRow | undefined> {
    return this.#reader.get(sql, values);
  }

  run(sql: string, values?: readonly SqlValue[]): Promise<number> {
    return this.#reader.run(sql, values);
  }

  transaction<T>(options: TransactionOptions, work: (sql: Transaction) => Promise<T>): Promise<T> {
    this.#assertOpen();
    return runTransaction(this.#connections, PATIENCE, options, work);
  }

  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#assertOpen();
    return this.#connections.use(PATIENCE, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      try {
        return await work(postgresSql((query) => client.query(query)));
      } finally {
        await client.query('ROLLBACK');
      }
    });
  }

  async adopt(): Promise<void> {}

  onForeignWrite(listener: () => void): void {
    this.#listener = new Listener(this.#connections, listener);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#listener?.close();
    await this.#connections.close();
  }

  #query(query: QueryConfig) {
    this.#assertOpen();
    return this.#connections.use(PATIENCE, (client) => client.query<SqlRow>(query));
  }

  #assertOpen(): void {
    if (!this.#isOpen) throw new StoreError(`The database ${this.#connections.place} is closed.`);
  }
}
