import type { LeaseOptions, LeaseStore } from '../limitStore.ts';
import type { SqlDatabase } from './sql.ts';
import { storable } from './values.ts';

export class SqlLeases implements LeaseStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  take(name: string, holder: string, { ttl, capacity = 1 }: LeaseOptions): Promise<boolean> {
    const key = storable(name);
    const { now } = this.#database.dialect;
    return this.#database.transaction({ lock: `lease ${key}`, durable: false }, async (sql) => {
      await sql.run(`DELETE FROM lease WHERE name = ? AND expires_at <= ${now}`, [key]);
      const others = await sql.get('SELECT count(*) AS n FROM lease WHERE name = ? AND holder <> ?', [
        key,
        storable(holder),
      ]);
      if (Number(others?.n) >= capacity) return false;
      await sql.run(
        `INSERT INTO lease (name, holder, expires_at) VALUES (?, ?, ${now} + ?)
         ON CONFLICT (name, holder) DO UPDATE SET expires_at = excluded.expires_at`,
        [key, storable(holder), ttl],
      );
      return true;
    });
  }

  release(name: string, holder: string): Promise<boolean> {
    const key = storable(name);
    const { now } = this.#database.dialect;
    return this.#database.transaction({ lock: `lease ${key}`, durable: false }, async (sql) => {
      const held = await sql.get(
        `DELETE FROM lease WHERE name = ? AND holder = ? RETURNING CASE WHEN expires_at > ${now} THEN 1 ELSE 0 END AS held`,
        [key, storable(holder)],
      );
      return Number(held?.held ?? 0) === 1;
    });
  }
}
