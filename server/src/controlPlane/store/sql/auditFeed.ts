import { setTimeout } from 'node:timers/promises';
import { LOG_READ } from '../auditLog.ts';
import type { Sql } from './sql.ts';
import { Wakeable } from './wakeable.ts';
import { Watchers } from './watchers.ts';

/** Between two looks, in milliseconds: whoever is told reads a page, so a busy log is told of now and then. */
const PAUSE = 1_000;

/** Tells those who watch that the audit log has grown, whoever wrote to it. */
export class AuditFeed {
  readonly #sql: Sql;
  readonly #watchers = new Watchers();
  readonly #following = new Wakeable(() => this.#look());
  readonly #closing = new AbortController();
  /** Number of the last record that was looked at. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<AuditFeed> {
    const row = await sql.get('SELECT max(seq) AS last FROM audit');
    return new AuditFeed(sql, Number(row?.last ?? 0));
  }

  watch(listener: () => void): () => void {
    return this.#watchers.add(listener);
  }

  /** To be called whenever there may be records. Never fails: what cannot be read now is read the next time. */
  wake(): void {
    if (!this.#closing.signal.aborted) this.#following.wake();
  }

  async close(): Promise<void> {
    this.#watchers.clear();
    this.#closing.abort();
    await this.#following.settled();
  }

  async #look(): Promise<void> {
    const row = await this.#sql.get(
      `SELECT max(seq) AS last, max(CASE WHEN outcome = ? THEN 0 ELSE 1 END) AS news FROM audit WHERE seq > ?`,
      [LOG_READ, this.#position],
    );
    this.#position = Number(row?.last ?? this.#position);
    if (Number(row?.news) === 1) this.#watchers.tell();
    const { signal } = this.#closing;
    await setTimeout(PAUSE, undefined, { ref: false, signal }).catch(() => {});
  }
}
