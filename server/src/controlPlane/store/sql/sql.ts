export type SqlValue = string | number | null | Uint8Array | readonly string[];

/** Integers are numbers, blobs are bytes. */
export type SqlRow = Record<string, unknown>;

/** Runs single statements. Parameters are written `?` in every dialect. */
export interface Sql {
  readonly dialect: Dialect;
  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]>;
  get(sql: string, values?: readonly SqlValue[]): Promise<SqlRow | undefined>;
  /** @returns how many rows changed */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
}

/** Statements of a transaction, which take effect in the order in which they are given, whether waited for or not. */
export interface Transaction extends Sql {
  /** Runs a statement that nobody waits for, as each journey to a server takes its time; the transaction fails where it does. */
  send(sql: string, values?: readonly SqlValue[]): void;
}

export interface TransactionOptions {
  /** Transactions under the same lock come one after another, in this process and in others. */
  lock?: string;
  /** `false`: done sooner, but the last ones may be lost when the machine loses its power. */
  durable?: boolean;
}

/** A database that several processes may share. */
export interface SqlDatabase extends Sql {
  /**
   * Runs `work` in a transaction. It may run several times before its effect is kept, once: it must do nothing but SQL.
   *
   * @throws StoreUnavailableError when the database cannot be reached for long
   * @throws StoreBusyError when others hold the lock for long
   */
  transaction<T>(options: TransactionOptions, work: (sql: Transaction) => Promise<T>): Promise<T>;
  /** Reads of one and the same moment, beside all writers. */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Called once, as soon as the data's format is known to be this Heady's; before that nothing else is touched. */
  adopt(): Promise<void>;
  /** Calls back whenever another process may have written. */
  onForeignWrite(listener: () => void): void;
  close(): Promise<void>;
}

/** Where the databases differ; all other SQL is the same for each. */
export interface Dialect {
  /** A primary key that counts by itself and never uses a number twice. */
  readonly identity: string;
  /** Has such a key go on from the highest there is, after rows were inserted with theirs. */
  countOn(sql: Transaction, table: string, column: string): void;
  readonly integer: string;
  /** Compared byte by byte. */
  readonly text: string;
  readonly bytes: string;
  /** The database's clock as an expression: milliseconds since 1970. */
  readonly now: string;
  /** Joins in the order written, where the planner would not find out by itself. */
  readonly joinInOrder: string;
  /** Whether `part` (a parameter) is in a column, as an expression with one `?`. */
  contains(column: string): string;
  /** Tells the other nodes, once the transaction is committed, that something has changed. */
  announce(sql: Transaction): void;
  readonly searchIndex: SearchIndex;
  readFormat(sql: Sql): Promise<number>;
  writeFormat(sql: Sql, format: number): Promise<void>;
}

/** Finds entries by a part of their text and by facets (`facetWord`), together. What is retired is not in it. */
export interface SearchIndex {
  /**
   * Up to so many matches are fetched and sorted. Beyond, so many entries match that going through all in order mostly
   * fills a page sooner.
   */
  readonly sortable: number;
  readonly create: readonly string[];
  /** Puts an entry that is not in it into it. */
  add(sql: Transaction, entry: number, text: string, facets: readonly string[]): void;
  remove(sql: Transaction, entry: number): void;
  /**
   * A query for the `id`s of what holds `part` and has all `facets`, or unless `exact` perhaps of a few more that do
   * not hold `part`.
   *
   * @param part '' for any text; then there must be facets
   */
  matching(
    part: string,
    facets: readonly string[],
  ): { sql: string; values: readonly SqlValue[]; exact: boolean };
}
