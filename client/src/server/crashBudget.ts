const windowMs = 3 * 60_000;
const allowed = 5;

/** Decides whether a server that died is worth another start: five deaths within three minutes are too many. */
export class CrashBudget {
  #deaths: number[] = [];

  /**
   * Counts a death.
   *
   * @param now milliseconds of any steady clock
   * @returns whether to start it again
   */
  spend(now: number): boolean {
    this.#deaths = [...this.#deaths.filter((death) => now - death < windowMs), now];
    return this.#deaths.length < allowed;
  }

  /** A person asked for a restart: what was before does not count. */
  renew(): void {
    this.#deaths = [];
  }
}
