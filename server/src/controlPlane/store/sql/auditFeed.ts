import { setTimeout } from 'node:timers/promises';
import { LOG_READ } from '../auditLog.ts';
import { Feed } from './feed.ts';
import type { Sql } from './sql.ts';

/** Between two looks, in milliseconds: whoever is told reads a page, so a busy log is told of now and then. */
const PAUSE = 1_000;

/** Tells those who watch that the audit log has grown, whoever wrote to it. */
export class AuditFeed extends Feed {
  readonly #sql: Sql;
  readonly #closing = new AbortController();
  /** Number of the last record that was looked at. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    super();
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<AuditFeed> {
    const row = await sql.get('SELECT max(seq) AS last FROM audit');
    return new AuditFeed(sql, Number(row?.last ?? 0));
  }

  override wake(): void {
    if (!this.#closing.signal.aborted) super.wake();
  }

  override async close(): Promise<void> {
    this.#closing.abort();
    await super.close();
  }

  protected override async follow(): Promise<void> {
    const row = await this.#sql.get(
      `SELECT max(seq) AS last, max(CASE WHEN outcome = ? THEN 0 ELSE 1 END) AS news FROM audit WHERE seq > ?`,
      [LOG_READ, this.#position],
    );
    this.#position = Number(row?.last ?? this.#position);
    if (Number(row?.news) === 1) this.watchers.tell();
    const { signal } = this.#closing;
    await setTimeout(PAUSE, undefined, { ref: false, signal }).catch(() => {});
  }
}
