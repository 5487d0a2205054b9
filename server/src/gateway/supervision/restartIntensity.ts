/** How often something may end unexpectedly before it is left alone. */
export interface Intensity {
  readonly max: number;
  readonly withinMs: number;
}

/** What ends so often is not helped by being started once more. */
export const INTENSITY: Intensity = { max: 5, withinMs: 60_000 };

/**
 * Limits how often something is started anew, as supervisors do: what ended `max` times within a while is left alone
 * until the first of these is that while ago.
 */
export class RestartIntensity {
  readonly #intensity: Intensity;
  readonly #now: () => number;
  /** When it ended, in ms; the latest last. */
  #ends: number[] = [];

  /** @param now a clock that is never set back, in ms */
  constructor(intensity: Intensity = INTENSITY, now: () => number = () => performance.now()) {
    this.#intensity = intensity;
    this.#now = now;
  }

  /** How often it ended within the while that counts, `max` at most. */
  get count(): number {
    const since = this.#now() - this.#intensity.withinMs;
    return this.#ends.filter((end) => end > since).length;
  }

  /** How long it is to be left alone, in ms; 0: not at all. */
  get waitMs(): number {
    const { max, withinMs } = this.#intensity;
    const decisive = this.#ends.at(-max);
    return decisive === undefined ? 0 : Math.max(0, decisive + withinMs - this.#now());
  }

  ended(): void {
    this.#ends = [...this.#ends, this.#now()].slice(-this.#intensity.max);
  }

  /** A person wants it started: what was before does not count. */
  forgive(): void {
    this.#ends = [];
  }
}
