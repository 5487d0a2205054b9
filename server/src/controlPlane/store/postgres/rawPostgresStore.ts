import { inUse, occupied, type RawStore } from '../rawStore.ts';
import { isOccupied, tablesEverMade } from '../sql/keptTables.ts';
import type { Sql, Transaction } from '../sql/sql.ts';
import type { Connections } from './connections.ts';
import { keepNodesAway } from './nodePresence.ts';
import { PostgresDatabase } from './postgresDatabase.ts';
import { POSTGRES } from './postgresDialect.ts';

/** A PostgreSQL database as tables. A restore is one transaction. */
export class RawPostgresStore implements RawStore {
  readonly kind = 'postgres';
  readonly #place: string;
  readonly #database: PostgresDatabase;

  constructor(connections: Connections) {
    this.#place = `The database of PostgreSQL at ${connections.place}`;
    this.#database = new PostgresDatabase(connections);
  }

  read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#database.snapshot(work);
  }

  async rebuild<T>(work: (sql: Transaction) => Promise<T>, replace: boolean): Promise<{ result: T }> {
    const result = await this.#database.transaction({ lock: 'migrate' }, async (sql) => {
      if (!(await keepNodesAway(sql))) throw inUse(this.#place);
      // Asked in any case: what a newer Heady made is not known here, and left alone.
      const isEmpty = !(await isOccupied(sql));
      if (!isEmpty && !replace)
        throw occupied(this.#place, 'what is in it is then gone, so back it up first.');
      const tables = ['heady_format', ...tablesEverMade(POSTGRES)];
      await sql.run(`DROP TABLE IF EXISTS ${tables.join(', ')}`);
      return await work(sql);
    });
    return { result };
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
