import type { Change } from '../catalogStore.ts';
import { changesAfter, revisionOf } from './changes.ts';
import { Feed } from './feed.ts';
import type { Sql } from './sql.ts';

/** Changes handed to a listener at a time. */
const AT_A_TIME = 1_000;

/** Hands every change to those who watch, whoever made it, each once and in order. */
export class ChangeFeed extends Feed<[readonly Change[]]> {
  readonly #sql: Sql;
  /** Revision up to which the listeners know. */
  #position: number;

  private constructor(sql: Sql, position: number) {
    super();
    this.#sql = sql;
    this.#position = position;
  }

  static async open(sql: Sql): Promise<ChangeFeed> {
    return new ChangeFeed(sql, await revisionOf(sql));
  }

  protected override async follow(): Promise<void> {
    if (this.watchers.areNone) await this.#skip();
    else await this.#read();
  }

  async #skip(): Promise<void> {
    const revision = await revisionOf(this.#sql);
    // Who began to watch meanwhile may miss nothing.
    if (this.watchers.areNone) this.#position = revision;
    else this.wake();
  }

  async #read(): Promise<void> {
    const changes = await changesAfter(this.#sql, this.#position, AT_A_TIME);
    const last = changes.at(-1);
    if (!last) return;
    this.#position = last.revision;
    if (changes.length === AT_A_TIME) this.wake();
    this.watchers.tell(changes);
  }
}
