export interface BreakerOptions {
  /** Calls count for so long, in milliseconds. */
  readonly window: number;
  /** Fewer calls than this in the window say nothing. */
  readonly leastCalls: number;
  /** Opens when so great a part of the calls in the window failed, from 0 to 1. */
  readonly failureRate: number;
  /** Stays open for so long, in milliseconds; twice as long each time that the probe fails, up to `longestPause`. */
  readonly pause: number;
  readonly longestPause: number;
  /** In milliseconds; never goes back. */
  readonly now: () => number;
  readonly onChange?: (state: BreakerState) => void;
}

export const BREAKER: Omit<BreakerOptions, 'onChange'> = {
  window: 30_000,
  leastCalls: 5,
  failureRate: 0.5,
  pause: 5_000,
  longestPause: 60_000,
  now: () => performance.now(),
};

/** `open`: nobody is let through; `half-open`: one is, to see. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** How a call ended that the breaker let through; `unknown`: it says nothing of the server, as when it was cancelled. */
export type CallEnd = 'succeeded' | 'failed' | 'unknown';

/** To be told, once, how the call ended. */
export type Settle = (end: CallEnd) => void;

/** The window slides in so many steps. */
const STEPS = 10;

interface Step {
  readonly at: number;
  calls: number;
  failures: number;
}

/**
 * Keeps calls from a server that fails, and tries now and then, with a single call, whether it does still.
 *
 * Of our own: `cockatiel`'s has everybody wait for the probe's outcome who calls meanwhile, where another replica could
 * answer them, counts a probe that was cancelled as a failure, and knows no clock but the system's, which may jump.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  #state: BreakerState = 'closed';
  #steps: Step[] = [];
  #pause: number;
  #openUntil = 0;
  /** Calls that began before the state last changed are not heard any more. */
  #era = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#pause = options.pause;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a call would be let through now. */
  get isPassable(): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && this.#options.now() >= this.#openUntil);
  }

  /** Milliseconds until it is worth asking again; 0: now, or as soon as the probe that is under way has ended. */
  get waitMs(): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntil - this.#options.now()) : 0;
  }

  /** @returns undefined where the call is not let through */
  enter(): Settle | undefined {
    if (!this.isPassable) return undefined;
    if (this.#state === 'open') this.#become('half-open');
    const era = this.#era;
    let isSettled = false;
    return (end) => {
      if (isSettled || era !== this.#era) return;
      isSettled = true;
      if (this.#state === 'half-open') this.#probed(end);
      else if (end !== 'unknown') this.#count(end);
    };
  }

  /** Closes it by hand, as if nothing had happened. */
  reset(): void {
    this.#close();
  }

  #count(end: 'succeeded' | 'failed'): void {
    const { window, leastCalls, failureRate, now } = this.#options;
    const at = Math.floor((now() * STEPS) / window);
    this.#steps = this.#steps.filter((step) => step.at > at - STEPS);
    const last = this.#steps.at(-1);
    const step = last?.at === at ? last : { at, calls: 0, failures: 0 };
    if (step !== last) this.#steps.push(step);
    step.calls++;
    if (end === 'succeeded') return;
    step.failures++;
    const calls = this.#steps.reduce((sum, each) => sum + each.calls, 0);
    const failures = this.#steps.reduce((sum, each) => sum + each.failures, 0);
    if (calls >= leastCalls && failures / calls >= failureRate) this.#open(this.#options.pause);
  }

  #probed(end: CallEnd): void {
    if (end === 'succeeded') this.#close();
    else if (end === 'failed') this.#open(Math.min(this.#pause * 2, this.#options.longestPause));
    // It is as it was before the probe: the next call is another one.
    else this.#become('open');
  }

  #open(pause: number): void {
    this.#pause = pause;
    this.#openUntil = this.#options.now() + pause;
    this.#become('open');
  }

  #close(): void {
    this.#pause = this.#options.pause;
    this.#steps = [];
    this.#become('closed');
  }

  #become(state: BreakerState): void {
    this.#era++;
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onChange?.(state);
  }
}
