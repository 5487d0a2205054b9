import type { OnBreaker } from '../routing/balancer.ts';
import type { Alerts } from './alerts.ts';
import type { CallStatistics } from './callStatistics.ts';
import type { Observer } from './endedCall.ts';
import { plainUrl } from './plainUrl.ts';

/** Fewer calls than this say nothing. */
const LEAST_CALLS = 20;

/** What is too slow, in milliseconds, and what fails too often, of 1. */
const SLOW = 200;
const FAILING = 0.05;

/** What hurt is over when it is so much better: what is at the limit would come and go. */
const BETTER = 0.8;

/** How often a server is looked at, in milliseconds. */
const INTERVAL = 1_000;

/** Notices that a server is slow, fails or is left alone, and that it no longer is. */
export class Vitals {
  readonly #statistics: CallStatistics;
  readonly #alerts: Alerts;
  readonly #now: () => number;
  readonly #lookedAt = new Map<string, number>();

  constructor(statistics: CallStatistics, alerts: Alerts, now: () => number = () => performance.now()) {
    this.#statistics = statistics;
    this.#alerts = alerts;
    this.#now = now;
  }

  /** To be told after the statistics were. */
  readonly observe: Observer = ({ call }) => {
    const { name } = call.upstream;
    const now = this.#now();
    if (now - (this.#lookedAt.get(name) ?? Number.NEGATIVE_INFINITY) < INTERVAL) return;
    this.#lookedAt.set(name, now);
    const { timed = 0, errors = 0, p95 = 0 } = this.#statistics.figures(name) ?? {};
    if (timed < LEAST_CALLS) return;
    const slow = `1 in 20 calls of the last minutes took longer than ${Math.round(p95)} ms`;
    this.#judge(name, 'latency', p95 / SLOW, ['is slow', 'is fast again'], slow);
    const rate = errors / timed;
    const failing = `${Math.round(rate * 100)} % of the calls of the last minutes`;
    this.#judge(name, 'errors', rate / FAILING, ['fails', 'fails no more than others'], failing);
  };

  readonly breaker: OnBreaker = ({ server, url }, state) => {
    const cause = `breaker ${server} ${url}`;
    const which = url === '' ? `"${server}"` : `"${server}" at ${plainUrl(url)}`;
    if (state === 'open') {
      const message = `${which} failed too often. It is left alone, and tried again now and then.`;
      this.#alerts.raise({ cause, server, message });
    } else if (state === 'closed') {
      this.#alerts.recover({ cause, server, message: `${which} has recovered.` });
    }
  };

  /** @param measure 1 is the limit */
  #judge(
    server: string,
    what: string,
    measure: number,
    [pain, pleasure]: readonly [string, string],
    figure: string,
  ): void {
    const about = { cause: `${what} ${server}`, server };
    if (measure > 1) this.#alerts.raise({ ...about, message: `"${server}" ${pain}: ${figure}.` });
    else if (measure <= BETTER) {
      this.#alerts.recover({ ...about, message: `"${server}" ${pleasure}: ${figure}.` });
    }
  }
}
