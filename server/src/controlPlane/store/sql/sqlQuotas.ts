import type { Quota, QuotaResult, QuotaStore } from '../limitStore.ts';
import type { SqlDatabase, SqlRow } from './sql.ts';
import { storable } from './values.ts';

/** How often quotas that are full again are forgotten, in milliseconds. */
const SWEEP = 60_000;

/**
 * The generic cell rate algorithm: of each quota one number is kept, the moment at which it is full again. Taking
 * moves it on, by one atomic statement.
 */
export class SqlQuotas implements QuotaStore {
  readonly #database: SqlDatabase;
  #sweptAt = 0;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async take(name: string, { limit, window }: Quota, cost = 1): Promise<QuotaResult> {
    const { now } = this.#database.dialect;
    const each = window / limit;
    const step = Math.ceil(cost * each);
    const row = await this.#database.transaction(
      { durable: false },
      async (sql): Promise<SqlRow | undefined> => {
        if (cost <= limit) {
          const taken = await sql.get(
            `INSERT INTO quota (name, full_at) VALUES (?, ${now} + ?)
           ON CONFLICT (name) DO UPDATE SET
             full_at = CASE WHEN quota.full_at > ${now} THEN quota.full_at ELSE ${now} END + ?
           WHERE CASE WHEN quota.full_at > ${now} THEN quota.full_at - ${now} ELSE 0 END + ? <= ?
           RETURNING full_at - ${now} AS used, 1 AS granted`,
            [storable(name), step, step, step, window],
          );
          if (taken) return taken;
        }
        return sql.get(`SELECT full_at - ${now} AS used, 0 AS granted FROM quota WHERE name = ?`, [
          storable(name),
        ]);
      },
    );
    await this.#sweep();
    const used = Math.max(0, Number(row?.used ?? 0));
    const remaining = Math.max(0, Math.floor((window - used) / each));
    if (row?.granted) return { granted: true, remaining };
    const retryAfter = cost <= limit ? Math.max(1, used + step - window) : undefined;
    return { granted: false, remaining, retryAfter };
  }

  async #sweep(): Promise<void> {
    if (Date.now() - this.#sweptAt < SWEEP) return;
    this.#sweptAt = Date.now();
    await this.#database.transaction({ durable: false }, (sql) =>
      sql.run(`DELETE FROM quota WHERE full_at <= ${sql.dialect.now}`),
    );
  }
}
