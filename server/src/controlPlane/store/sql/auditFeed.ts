import { setTimeout } from 'node:timers/promises';
import { LOG_READ } from '../auditLog.ts';
import type { Sql } from './sql.ts';

/** Between two looks, in milliseconds: whoever is told reads a page, so a busy log is told of now and then. */
const PAUSE = 1_000;

/** Tells those who watch that the audit log has grown, whoever wrote to it. */
export class AuditFeed {
  readonly #sql: Sql;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  /** Number of the last record that was looked at. */
  #position: number;
  #following: Promise<void> | undefined;
  #again = false;

  private constructor(sql: Sql, position: number) {
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<AuditFeed> {
    const row = await sql.get('SELECT max(seq) AS last FROM audit');
    return new AuditFeed(sql, Number(row?.last ?? 0));
  }

  watch(listener: () => void): () => void {
    // Of its own, so that one function can watch twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** To be called whenever there may be records. Never fails: what cannot be read now is read the next time. */
  wake(): void {
    this.#again = true;
    this.#following ??= this.#follow();
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#closing.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      await this.#look();
      await setTimeout(PAUSE, undefined, { ref: false, signal }).catch(() => {});
    }
    this.#following = undefined;
  }

  async #look(): Promise<void> {
    try {
      const row = await this.#sql.get(
        `SELECT max(seq) AS last, max(CASE WHEN outcome = ? THEN 0 ELSE 1 END) AS news FROM audit WHERE seq > ?`,
        [LOG_READ, this.#position],
      );
      this.#position = Number(row?.last ?? this.#position);
      if (Number(row?.news) !== 1) return;
    } catch {
      // The database is away; whoever brings it back wakes this feed.
      return;
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
