import type { Change } from '../catalogStore.ts';
import { changesAfter, revisionOf } from './changes.ts';
import type { Sql } from './sql.ts';

/** Changes handed to a listener at a time. */
const AT_A_TIME = 1_000;

type Listener = (changes: readonly Change[]) => void;

/** Hands every change to those who watch, whoever made it, each once and in order. */
export class ChangeFeed {
  readonly #sql: Sql;
  readonly #listeners = new Set<Listener>();
  /** Revision up to which the listeners know. */
  #position: number;
  #following: Promise<void> | undefined;
  #again = false;

  private constructor(sql: Sql, position: number) {
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<ChangeFeed> {
    return new ChangeFeed(sql, await revisionOf(sql));
  }

  watch(listener: Listener): () => void {
    // Of its own, so that one function can watch twice.
    const own: Listener = (changes) => listener(changes);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** To be called whenever there may be changes. Never fails: what cannot be read now is read the next time. */
  wake(): void {
    this.#again = true;
    this.#following ??= this.#follow();
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#following;
  }

  async #follow(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        if (this.#listeners.size === 0) await this.#skip();
        else await this.#read();
      }
    } catch {
      // The database is away; whoever brings it back wakes this feed.
    }
    // In the same turn in which nothing more was asked for: whoever wakes it next starts anew.
    this.#following = undefined;
  }

  async #skip(): Promise<void> {
    const revision = await revisionOf(this.#sql);
    // Who began to watch meanwhile may miss nothing.
    if (this.#listeners.size === 0) this.#position = revision;
    else this.#again = true;
  }

  async #read(): Promise<void> {
    const changes = await changesAfter(this.#sql, this.#position, AT_A_TIME);
    const last = changes.at(-1);
    if (!last) return;
    this.#position = last.revision;
    this.#again ||= changes.length === AT_A_TIME;
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) listener(changes);
    }
  }
}
