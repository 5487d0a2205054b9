const FIRST_DELAY = 250;
const LONGEST_DELAY = 15_000;

/** A connection that held for so long was a good one: trying starts over. */
const STABLE = 10_000;

/** How long to wait before connecting again: doubled each time, bounded. All in milliseconds. */
export class Backoff {
  #failures = 0;
  #connectedAt: number | undefined;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  connected(): void {
    this.#connectedAt = this.#now();
  }

  /** Takes note of a failure, to connect or of a connection; returns the delay before the next attempt. */
  failed(): number {
    if (this.#connectedAt !== undefined && this.#now() - this.#connectedAt >= STABLE) this.#failures = 0;
    this.#connectedAt = undefined;
    const delay = Math.min(FIRST_DELAY * 2 ** this.#failures, LONGEST_DELAY);
    this.#failures++;
    return delay;
  }

  reset(): void {
    this.#failures = 0;
    this.#connectedAt = undefined;
  }
}
