import type { Sql } from './sql.ts';
import { Wakeable } from './wakeable.ts';
import { Watchers } from './watchers.ts';

/** Tells those who watch about which servers something was decided, whoever did. */
export class PinFeed {
  readonly #sql: Sql;
  readonly #watchers = new Watchers<[readonly string[]]>();
  readonly #following = new Wakeable(() => this.#look());
  /** Revision up to which the listeners know. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<PinFeed> {
    return new PinFeed(sql, await pinRevisionOf(sql));
  }

  watch(listener: (servers: readonly string[]) => void): () => void {
    return this.#watchers.add(listener);
  }

  /** To be called whenever something may have been decided. Never fails: what cannot be read now is read the next time. */
  wake(): void {
    this.#following.wake();
  }

  async close(): Promise<void> {
    this.#watchers.clear();
    await this.#following.settled();
  }

  async #look(): Promise<void> {
    const revision = await pinRevisionOf(this.#sql);
    if (revision === this.#position) return;
    const rows = await this.#sql.all('SELECT DISTINCT server FROM pin WHERE revision > ? AND revision <= ?', [
      this.#position,
      revision,
    ]);
    this.#position = revision;
    this.#watchers.tell(rows.map(({ server }) => String(server)));
  }
}

/** Grows with every decision. */
export async function pinRevisionOf(sql: Sql): Promise<number> {
  return Number((await sql.get('SELECT coalesce(max(revision), 0) AS revision FROM pin'))?.revision);
}
