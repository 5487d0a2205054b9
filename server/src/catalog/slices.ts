/** The longest that work in the background holds up an answer, in ms. */
const SLICE = 4;

/**
 * Does long work in the background: after each slice of it whoever waits comes first.
 *
 * @param steps each of them short
 * @returns what the work results in; undefined where it was given up
 */
export async function inSlices<T>(steps: Iterator<unknown, T>, signal?: AbortSignal): Promise<T | undefined> {
  for (let started = performance.now(); ; ) {
    if (signal?.aborted) return undefined;
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - started < SLICE) continue;
    await new Promise((next) => setImmediate(next));
    started = performance.now();
  }
}

/** `inSlices` for work that several do side by side: between two steps each of them awaits its turn. */
export class Pacer {
  #started = performance.now();
  #pause: Promise<void> | undefined;

  async turn(): Promise<void> {
    for (;;) {
      if (!this.#pause) {
        if (performance.now() - this.#started < SLICE) return;
        this.#pause = new Promise((next) => setImmediate(next));
        await this.#pause;
        this.#started = performance.now();
        this.#pause = undefined;
      } else await this.#pause;
    }
  }
}

/** Does long work where nobody else waits. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
