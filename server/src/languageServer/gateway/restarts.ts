const WINDOW = 60_000;
const ALLOWED = 4;

/** Restart intensity: how often within a while something may end and be started again before that is given up. */
export class Restarts {
  #ends: number[] = [];

  /**
   * Counts an unexpected end.
   *
   * @param now milliseconds of any steady clock
   * @returns how long to wait before starting again, in milliseconds; undefined: not again
   */
  next(now: number): number | undefined {
    this.#ends = [...this.#ends.filter((end) => now - end < WINDOW), now];
    if (this.#ends.length > ALLOWED) return undefined;
    return 250 * 2 ** (this.#ends.length - 1);
  }

  /** A person asked for a start: what was before does not count. */
  renew(): void {
    this.#ends = [];
  }
}
