/** Work that is done whenever somebody wakes it: one run at a time, and once more where it was woken meanwhile. */
export class Wakeable {
  readonly #run: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again = false;

  /** @param run where it fails, as when the database is away, it waits for whoever wakes it next */
  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  /** Never fails. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#follow();
  }

  /** Resolves when no run is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #follow(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#run();
      }
    } catch {
      // Told to nobody: what could not be done now is done the next time.
    }
    // In the same turn in which nothing more was asked for: whoever wakes it next starts anew.
    this.#running = undefined;
  }
}
