import { type EndedCall, type Observer, outcomeOfError, outcomeOfResult } from '../telemetry/endedCall.ts';
import type { CallWatch, Stage } from './call.ts';

/** Tells of every call how it ended and how long it took, whatever the stages further in made of it. */
export function observe(observers: readonly Observer[], now: () => number = () => performance.now()): Stage {
  return async (call, next) => {
    const stopwatch = new Stopwatch(now);
    const tell = (end: Pick<EndedCall, 'outcome' | 'rule'>) => {
      const ended = { call, ...end, milliseconds: stopwatch.read() };
      for (const observer of observers) observer(ended);
    };
    try {
      const result = await next({ ...call, watch: stopwatch });
      tell({ outcome: outcomeOfResult(result) });
      return result;
    } catch (error) {
      tell(outcomeOfError(error, call));
      throw error;
    }
  };
}

/** Stands still while the server waits for an answer of the client: a person may take their time. */
class Stopwatch implements CallWatch {
  readonly #now: () => number;
  readonly #began: number;
  #waiting = 0;
  #waitedSince = 0;
  #waited = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#began = now();
  }

  read(): number {
    const now = this.#now();
    return now - this.#began - this.#waited - (this.#waiting > 0 ? now - this.#waitedSince : 0);
  }

  progressed(): void {}

  async asking<T>(answer: Promise<T>): Promise<T> {
    if (this.#waiting++ === 0) this.#waitedSince = this.#now();
    try {
      return await answer;
    } finally {
      if (--this.#waiting === 0) this.#waited += this.#now() - this.#waitedSince;
    }
  }
}
