import { Feed } from './feed.ts';
import type { Sql } from './sql.ts';

/** Tells those who watch about which servers something was decided, whoever did. */
export class PinFeed extends Feed<[readonly string[]]> {
  readonly #sql: Sql;
  /** Revision up to which the listeners know. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    super();
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<PinFeed> {
    return new PinFeed(sql, await pinRevisionOf(sql));
  }

  protected override async follow(): Promise<void> {
    const revision = await pinRevisionOf(this.#sql);
    if (revision === this.#position) return;
    const rows = await this.#sql.all('SELECT DISTINCT server FROM pin WHERE revision > ? AND revision <= ?', [
      this.#position,
      revision,
    ]);
    this.#position = revision;
    this.watchers.tell(rows.map(({ server }) => String(server)));
  }
}

/** Grows with every decision. */
export async function pinRevisionOf(sql: Sql): Promise<number> {
  return Number((await sql.get('SELECT coalesce(max(revision), 0) AS revision FROM pin'))?.revision);
}
