import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { Sql, SqlRow, SqlValue, Transaction } from '../sql/sql.ts';
import { POSTGRES } from './postgresDialect.ts';
import { postgresSql } from './statements.ts';

/**
 * Statements on their way to the server, one behind the other: it runs them in their order, and after one that failed
 * refuses the others of the transaction.
 */
export class Pipeline implements Transaction {
  readonly dialect = POSTGRES;
  readonly #client: PoolClient;
  readonly #sql: Sql;
  #fault: unknown;

  /** @param client connected with `pipeline: true` */
  constructor(client: PoolClient) {
    this.#client = client;
    this.#sql = postgresSql((query) => this.query(query));
  }

  /** Why the first statement failed that did: the others that fail do so because of it. */
  get fault(): unknown {
    return this.#fault;
  }

  query(query: QueryConfig | string): Promise<QueryResult<SqlRow>> {
    const answer = this.#client.query<SqlRow>(query);
    answer.catch((error) => {
      this.#fault ??= error;
    });
    return answer;
  }

  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]> {
    return this.#sql.all(sql, values);
  }

  get(sql: string, values?: readonly SqlValue[]): Promise<SqlRow | undefined> {
    return this.#sql.get(sql, values);
  }

  run(sql: string, values?: readonly SqlValue[]): Promise<number> {
    return this.#sql.run(sql, values);
  }

  send(sql: string, values?: readonly SqlValue[]): void {
    this.run(sql, values).catch(() => {}); // It is the transaction's fault.
  }
}
