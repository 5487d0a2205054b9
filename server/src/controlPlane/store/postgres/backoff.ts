import { setTimeout as sleep } from 'node:timers/promises';

const FIRST = 20;
const LONGEST = 1_000;

/** Waits between attempts, each longer than the one before and none like another node's. */
export class Backoff {
  readonly #until: number;
  #next = FIRST;

  /** @param patience after how many milliseconds there is no further attempt */
  constructor(patience: number) {
    this.#until = performance.now() + patience;
  }

  /** @returns whether there is time for another attempt; it has been waited for */
  async wait(): Promise<boolean> {
    if (performance.now() + this.#next > this.#until) return false;
    await sleep(this.#next * (0.5 + Math.random() / 2));
    this.#next = Math.min(this.#next * 2, LONGEST);
    return true;
  }
}
