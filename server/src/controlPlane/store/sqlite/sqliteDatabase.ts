import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql, SqlDatabase, SqlRow, SqlValue, Transaction, TransactionOptions } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import { SQLITE } from './sqliteDialect.ts';
import { explained, isBusy } from './sqliteErrors.ts';

/** How often another process's writes are looked for, in milliseconds; costs a read of shared memory. */
const POLL_INTERVAL = 250;

/** How long a writer waits for those of other processes, and how long between two attempts. In milliseconds. */
const PATIENCE = 15_000;
const RETRY_INTERVAL = 15;

/** KiB of pages kept in memory, at most: the indexes of a large catalog. */
const CACHE = 65_536;

/** Prepared statements kept, the least recently used going first. */
const STATEMENTS = 200;

/**
 * An SQLite file that several processes may share. Statements run at once, as SQLite is in this very process;
 * transactions come one after another.
 */
export class SqliteDatabase implements SqlDatabase {
  readonly dialect = SQLITE;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #connection: SqliteConnection;
  /** The end of the queue. */
  #turn: Promise<unknown> = Promise.resolve();
  #poll: NodeJS.Timeout | undefined;
  #dataVersion: unknown;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    this.#connection = new SqliteConnection(path, database);
  }

  adopt(): Promise<void> {
    return this.#inTurn(() =>
      this.#patiently(() => this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA cache_size = ${-CACHE}`)),
    );
  }

  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]> {
    return this.#inTurn(() => this.#connection.all(sql, values));
  }

  get(sql: string, values?: readonly SqlValue[]): Promise<SqlRow | undefined> {
    return this.#inTurn(() => this.#connection.get(sql, values));
  }

  run(sql: string, values?: readonly SqlValue[]): Promise<number> {
    return this.#inTurn(() => this.#connection.run(sql, values));
  }

  /** A write transaction is the lock: there is one at a time in all processes. */
  transaction<T>({ durable = true }: TransactionOptions, work: (sql: Transaction) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      // With WAL, NORMAL survives a killed process but loses the last commits with the power.
      this.#database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      await this.#patiently(() => this.#database.exec('BEGIN IMMEDIATE'));
      try {
        const result = await work(this.#connection);
        await this.#patiently(() => this.#database.exec('COMMIT'));
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw explained(error, this.#path);
      }
    });
  }

  async snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const database = new DatabaseSync(this.#path, { readOnly: true, timeout: 1_000 });
    try {
      database.exec('BEGIN');
      return await work(new SqliteConnection(this.#path, database));
    } finally {
      database.close();
    }
  }

  onForeignWrite(listener: () => void): void {
    this.#poll = setInterval(() => {
      // It moves when another connection commits.
      const { data_version } = this.#database.prepare('PRAGMA data_version').get() ?? {};
      if (data_version === this.#dataVersion) return;
      this.#dataVersion = data_version;
      listener();
    }, POLL_INTERVAL).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#poll);
    await this.#turn;
    if (this.#database.isOpen) this.#database.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => {
      if (!this.#database.isOpen) throw new StoreError(`The database ${this.#path} is closed.`);
      return work();
    });
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Tries again while other processes write. */
  async #patiently(work: () => void): Promise<void> {
    for (const deadline = Date.now() + PATIENCE; ; ) {
      try {
        work();
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw explained(error, this.#path);
        await sleep(Math.random() * RETRY_INTERVAL);
      }
    }
  }
}

class SqliteConnection implements Transaction {
  readonly dialect = SQLITE;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  async all(sql: string, values: readonly SqlValue[] = []): Promise<SqlRow[]> {
    return this.#execute(sql, (statement) => statement.all(...(values as SQLInputValue[])));
  }

  async get(sql: string, values: readonly SqlValue[] = []): Promise<SqlRow | undefined> {
    return this.#execute(sql, (statement) => statement.get(...(values as SQLInputValue[])));
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.#execute(sql, (statement) => Number(statement.run(...(values as SQLInputValue[])).changes));
  }

  send(sql: string, values: readonly SqlValue[] = []): void {
    this.#execute(sql, (statement) => statement.run(...(values as SQLInputValue[])));
  }

  #execute<T>(sql: string, work: (statement: StatementSync) => T): T {
    try {
      return work(this.#prepared(sql));
    } catch (error) {
      throw explained(error, this.#path);
    }
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return statement;
  }
}
