import { Backoff } from '../../catalog/controlPlane/backoff.ts';
import type { SupervisionNode } from '../../protocol/gatewaySupervision.ts';

/**
 * When something that ended is started again by itself, as supervisors call it:
 * - `permanent`: however it ended, and however often: what is left alone is started once it has been long enough;
 * - `transient`: where it ended unexpectedly, until it did so too often;
 * - `temporary`: never. Whoever needs it starts it.
 *
 * Whoever uses something that does not run has it started, whatever its policy.
 */
export type RestartPolicy = NonNullable<SupervisionNode['policy']>;

export type ChildState = NonNullable<SupervisionNode['state']>;

/** Something that can be started, as often as need be. */
export interface ChildSpec<T> {
  /** Tells it from others of the same supervisor. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** As it is when it ends: what a thing is used for may change. */
  policy(): RestartPolicy;
  /**
   * @param ended to be told, with why, where it ends though nobody stopped it
   * @throws where it cannot be started; then nothing is left of it
   */
  start(ended: (reason: string) => void): Promise<T>;
  stop(running: T): Promise<void>;
  onState?(): void;
}

/** What a supervisor has below it. */
export interface Supervised {
  readonly id: string;
  /** How it is now, with all below. */
  readonly node: SupervisionNode;
  /** Ends it for good. */
  remove(): Promise<void>;
}

/** What a child has in common with those beside it. */
export interface Custody {
  /** Why nothing of it is to be started at all. */
  readonly held: string | undefined;
  /** How long nothing of it is to be started, in ms; 0: it may be now. */
  readonly waitMs: number;
  /** Why, for people. */
  readonly verdict: string;
  started(): void;
  ended(reason: string): void;
  release(child: Supervised): void;
}

/** Something that is started when it is needed, and started again by its policy: each time a little later, and not too often. */
export class Child<T> implements Supervised {
  readonly id: string;
  readonly #spec: ChildSpec<T>;
  readonly #custody: Custody;
  readonly #now: () => number;
  readonly #backoff: Backoff;
  #state: ChildState = 'idle';
  #running: { readonly value: T } | undefined;
  #starting: Promise<T> | undefined;
  /** Why it ended last, or could not be started. */
  #error: string | undefined;
  /** What it could not be started for, as it was thrown. */
  #cause: unknown;
  #notBefore = 0;
  #again: NodeJS.Timeout | undefined;
  #isRemoved = false;

  /** @param now a clock that is never set back, in ms */
  constructor(spec: ChildSpec<T>, custody: Custody, now: () => number) {
    this.id = spec.id;
    this.#spec = spec;
    this.#custody = custody;
    this.#now = now;
    this.#backoff = new Backoff(now);
  }

  get state(): ChildState {
    return this.#state;
  }

  get node(): SupervisionNode {
    const error = this.#error === undefined ? {} : { error: this.#error };
    return { id: this.id, policy: this.#spec.policy(), state: this.#state, ...error, children: [] };
  }

  get error(): string | undefined {
    return this.#error;
  }

  /** Undefined while it does not run. */
  get running(): T | undefined {
    return this.#running?.value;
  }

  /**
   * Starts it where it does not run.
   *
   * @throws where it cannot be started, or was found not to be a moment ago
   */
  async use(): Promise<T> {
    if (this.#running) return this.#running.value;
    if (this.#isRemoved) throw this.#gone();
    if (!this.#starting) this.#refuse();
    return await this.#start(true);
  }

  /** Ends it, as somebody wants it to: it is started again when it is next used. */
  async stop(): Promise<void> {
    clearTimeout(this.#again);
    const running = this.#running;
    this.#running = undefined;
    if (running) this.#become('idle');
    if (running) await this.#spec.stop(running.value);
  }

  /** Ends it for good. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    this.#custody.release(this);
    await this.stop();
    await this.#starting?.catch(() => {});
  }

  /** @throws where it is not to be started now */
  #refuse(): void {
    const { title } = this.#spec;
    const { held } = this.#custody;
    if (held !== undefined) throw new Error(held);
    const wait = Math.max(this.#notBefore - this.#now(), this.#custody.waitMs);
    if (wait <= 0) return;
    const why = [this.#custody.waitMs > 0 ? this.#custody.verdict : '', this.#error ?? ''];
    const until = `It is tried again in ${Math.ceil(wait / 1_000)} s.`;
    const text = [`${title} cannot be reached.`, ...why, until].filter((each) => each !== '').join(' ');
    throw new Error(text, { cause: this.#cause });
  }

  #gone(): Error {
    return new Error(`The connection to ${this.#spec.title} was closed.`);
  }

  /** @param isAwaited whoever waits for it learns why it could not be started */
  #start(isAwaited: boolean): Promise<T> {
    clearTimeout(this.#again);
    this.#starting ??= this.#launch(isAwaited).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #launch(isAwaited: boolean): Promise<T> {
    this.#become('starting');
    let running: { readonly value: T } | undefined;
    let early: string | undefined;
    try {
      const value = await this.#spec.start((reason) => {
        if (!running) early ??= reason;
        else if (this.#running === running) this.#ended(reason, false);
      });
      if (this.#isRemoved) {
        await this.#spec.stop(value);
        throw this.#gone();
      }
      if (early !== undefined) throw new Error(early);
      running = { value };
      this.#running = running;
    } catch (error) {
      if (!this.#isRemoved) this.#ended((error as Error).message, isAwaited);
      this.#cause = error;
      throw error;
    }
    this.#error = undefined;
    this.#backoff.connected();
    this.#custody.started();
    this.#become('running');
    return running.value;
  }

  #ended(reason: string, isAwaited: boolean): void {
    this.#running = undefined;
    this.#error = reason;
    this.#cause = undefined;
    this.#custody.ended(reason);
    const delay = this.#backoff.failed();
    this.#notBefore = this.#now() + delay;
    const quiet = this.#custody.waitMs;
    const policy = this.#spec.policy();
    const isAgain = policy === 'permanent' || (policy === 'transient' && !isAwaited && quiet === 0);
    if (isAgain) this.#startLater(Math.max(delay, quiet));
    this.#become(quiet > 0 ? 'left alone' : isAgain ? 'waiting' : 'failed');
  }

  #startLater(ms: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      // Others of the same supervisor may have ended meanwhile.
      const wait = this.#custody.waitMs;
      if (wait === 0) void this.#start(false).catch(() => {});
      else if (this.#spec.policy() === 'permanent') this.#startLater(wait);
      else this.#become('left alone');
    }, ms).unref();
  }

  #become(state: ChildState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#spec.onState?.();
  }
}
