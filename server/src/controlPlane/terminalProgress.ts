import { performance } from 'node:perf_hooks';

/** Short work is done in silence. Milliseconds. */
const SILENCE = 1_000;

/** Between two reports on a terminal, which overwrites them, and elsewhere, where each is a line of a log. */
const ON_TERMINAL = 200;
const IN_LOG = 5_000;

/** Where it is written: standard error. */
export interface Console {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Says how far work has come that takes longer than a second. */
export class TerminalProgress {
  readonly #console: Console;
  readonly #now: () => number;
  #due: number;
  #isShown = false;

  constructor(console: Console, now = () => performance.now()) {
    this.#console = console;
    this.#now = now;
    this.#due = now() + SILENCE;
  }

  /** @param what is done, such as "Reading the backup" */
  report(what: string, done: number, of: number): void {
    const now = this.#now();
    if (now < this.#due) return;
    this.#due = now + (this.#console.isTTY ? ON_TERMINAL : IN_LOG);
    const percent = of === 0 ? 100 : Math.min(100, Math.floor((100 * done) / of));
    const line = `${what}: ${done} of ${of} rows (${percent} %)`;
    this.#console.write(this.#console.isTTY ? `\r\x1B[K${line}` : `${line}\n`);
    this.#isShown = true;
  }

  /** Leaves the terminal to what is said next. */
  end(): void {
    if (this.#isShown && this.#console.isTTY) this.#console.write('\r\x1B[K');
    this.#isShown = false;
  }
}
