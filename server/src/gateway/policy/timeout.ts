import type { CallWatch, Stage } from './call.ts';
import { TimedOut } from './unanswered.ts';

/** A server that tells of its progress may take so many times as long altogether. */
const WITH_PROGRESS = 10;

/** Timers take no more, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Ends a call that takes longer than its server may; the server is told by its cancellation. */
export const timeout: Stage = async (call, next) => {
  const { upstream, item, signal } = call;
  signal.throwIfAborted();
  const ending = new AbortController();
  const cancel = () => ending.abort(signal.reason);
  signal.addEventListener('abort', cancel, { once: true });
  const patience = new Patience(upstream.timeoutMs, call.watch, () => {
    const text = `"${upstream.name}" did not answer "${item}" within ${upstream.timeoutMs / 1_000} s.`;
    ending.abort(new TimedOut(`${text} It may still be at it.`));
  });
  try {
    return await next({ ...call, signal: ending.signal, watch: patience });
  } finally {
    patience.end();
    signal.removeEventListener('abort', cancel);
  }
};

/** Runs out; progress gives it anew, up to a point, and it stands still while the server waits for somebody else. */
class Patience implements CallWatch {
  readonly #patience: number;
  readonly #outer: CallWatch | undefined;
  readonly #over: () => void;
  #left: number;
  #began = 0;
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param patience in milliseconds; 0: without end
   * @param outer told of the same
   */
  constructor(patience: number, outer: CallWatch | undefined, over: () => void) {
    this.#outer = outer;
    this.#patience = patience || LONGEST;
    this.#left = this.#patience * WITH_PROGRESS;
    this.#over = over;
    this.#run();
  }

  progressed(): void {
    this.#outer?.progressed();
    if (!this.#timer) return;
    this.#pause();
    this.#run();
  }

  async asking<T>(answer: Promise<T>): Promise<T> {
    this.#waiting++;
    this.#pause();
    try {
      return await (this.#outer?.asking(answer) ?? answer);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#run();
    }
  }

  end(): void {
    this.#waiting = Number.POSITIVE_INFINITY;
    this.#pause();
  }

  #run(): void {
    this.#began = performance.now();
    this.#timer = setTimeout(this.#over, Math.min(this.#patience, this.#left, LONGEST));
  }

  #pause(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left = Math.max(0, this.#left - (performance.now() - this.#began));
  }
}
