import { Wakeable } from './wakeable.ts';
import { Watchers } from './watchers.ts';

/** Follows something that the database keeps, and tells those who watch of what anybody did to it. */
export abstract class Feed<News extends readonly unknown[] = []> {
  protected readonly watchers = new Watchers<News>();
  readonly #following = new Wakeable(() => this.follow());

  /** Reads what is new, and tells it. Where it fails it is tried again the next time that this is woken. */
  protected abstract follow(): Promise<void>;

  /** @returns how to stop */
  watch(listener: (...news: News) => void): () => void {
    return this.watchers.add(listener);
  }

  /** To be called whenever something may be new. Never fails. */
  wake(): void {
    this.#following.wake();
  }

  async close(): Promise<void> {
    this.watchers.clear();
    await this.#following.settled();
  }
}
