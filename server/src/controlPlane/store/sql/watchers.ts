/** Those who want to be told of something. */
export class Watchers<T extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...news: T) => void>();

  get areNone(): boolean {
    return this.#listeners.size === 0;
  }

  /** @returns how to stop */
  add(listener: (...news: T) => void): () => void {
    // Of its own, so that one function can watch twice.
    const own = (...news: T) => listener(...news);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Whoever stops meanwhile is not told any more. */
  tell(...news: T): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) listener(...news);
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
