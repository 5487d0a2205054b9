import type { Change } from '../catalogStore.ts';
import { changesAfter, revisionOf } from './changes.ts';
import type { Sql } from './sql.ts';
import { Wakeable } from './wakeable.ts';
import { Watchers } from './watchers.ts';

/** Changes handed to a listener at a time. */
const AT_A_TIME = 1_000;

/** Hands every change to those who watch, whoever made it, each once and in order. */
export class ChangeFeed {
  readonly #sql: Sql;
  readonly #watchers = new Watchers<[readonly Change[]]>();
  readonly #following = new Wakeable(() => (this.#watchers.areNone ? this.#skip() : this.#read()));
  /** Revision up to which the listeners know. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<ChangeFeed> {
    return new ChangeFeed(sql, await revisionOf(sql));
  }

  watch(listener: (changes: readonly Change[]) => void): () => void {
    return this.#watchers.add(listener);
  }

  /** To be called whenever there may be changes. Never fails: what cannot be read now is read the next time. */
  wake(): void {
    this.#following.wake();
  }

  async close(): Promise<void> {
    this.#watchers.clear();
    await this.#following.settled();
  }

  async #skip(): Promise<void> {
    const revision = await revisionOf(this.#sql);
    // Who began to watch meanwhile may miss nothing.
    if (this.#watchers.areNone) this.#position = revision;
    else this.wake();
  }

  async #read(): Promise<void> {
    const changes = await changesAfter(this.#sql, this.#position, AT_A_TIME);
    const last = changes.at(-1);
    if (!last) return;
    this.#position = last.revision;
    if (changes.length === AT_A_TIME) this.wake();
    this.#watchers.tell(changes);
  }
}
