import type { SupervisionNode } from '../../protocol/gatewaySupervision.ts';
import { Child, type ChildSpec, type Custody, type Supervised } from './child.ts';
import { type Intensity, RestartIntensity } from './restartIntensity.ts';

export interface SupervisorOptions {
  readonly id: string;
  /** How often all below it together may end; absent: what each child waits between its starts bounds them enough. */
  readonly intensity?: Intensity;
  /** A clock that is never set back, in ms. */
  readonly now?: () => number;
  /** Told where something of this supervisor, or of one below, ended too often, and where it no longer does. */
  readonly news?: SupervisorNews;
}

export interface SupervisorNews {
  givenUp(supervisor: Supervisor, reason: string): void;
  recovered(supervisor: Supervisor): void;
}

/**
 * Starts, stops and starts again what is below it. The strategy is `one-for-one` everywhere: what is supervised here
 * shares nothing, so that what ends takes nothing beside it along.
 */
export class Supervisor implements Custody, Supervised {
  readonly id: string;
  readonly #options: SupervisorOptions;
  readonly #now: () => number;
  readonly #restarts: RestartIntensity | undefined;
  readonly #children = new Set<Supervised>();
  #hasGivenUp = false;
  #held: string | undefined;
  #parent: Supervisor | undefined;
  /** Runs while it is not known yet whether what was started again stays. */
  #trial: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.id = options.id;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#restarts = options.intensity && new RestartIntensity(options.intensity, this.#now);
  }

  /** Takes something under its care; it is started when it is first used. */
  child<T>(spec: ChildSpec<T>): Child<T> {
    const child = new Child(spec, this, this.#now);
    this.#children.add(child);
    return child;
  }

  /** A supervisor below this one. */
  supervisor(options: Omit<SupervisorOptions, 'now' | 'news'>): Supervisor {
    const below = new Supervisor({ ...options, now: this.#now });
    this.adopt(below);
    return below;
  }

  /** Takes a supervisor that there was before, with what is below it. */
  adopt(below: Supervisor): void {
    below.#parent = this;
    this.#children.add(below);
  }

  get node(): SupervisionNode {
    const { intensity } = this.#options;
    const count = this.#restarts?.count ?? 0;
    return {
      id: this.id,
      ...(intensity
        ? { restarts: { count, max: intensity.max, withinSeconds: intensity.withinMs / 1_000 } }
        : {}),
      children: [...this.#children].map(({ node }) => node),
    };
  }

  get waitMs(): number {
    return this.#restarts?.waitMs ?? 0;
  }

  get verdict(): string {
    const { max = 0, withinMs = 0 } = this.#options.intensity ?? {};
    return `It ended ${max} times within ${withinMs / 1_000} s and is left alone for now.`;
  }

  get held(): string | undefined {
    return this.#held;
  }

  /** Lets nothing be started. @param reason for whoever wants to use it, and what to do */
  hold(reason: string): void {
    this.#held = reason;
  }

  /** Lets everything be started again that was held, however often it ended. */
  allow(): void {
    this.#held = undefined;
    this.forgive();
  }

  /** Waits no more for what ended too often. */
  forgive(): void {
    this.#restarts?.forgive();
    this.#recover();
  }

  started(): void {
    const { intensity } = this.#options;
    if (!this.#hasGivenUp || !intensity) return;
    clearTimeout(this.#trial);
    this.#trial = setTimeout(() => this.#recover(), intensity.withinMs).unref();
  }

  ended(reason: string): void {
    clearTimeout(this.#trial);
    this.#restarts?.ended();
    if (this.waitMs === 0 || this.#hasGivenUp) return;
    this.#hasGivenUp = true;
    this.#tell((news) => news.givenUp(this, reason));
  }

  release(child: Supervised): void {
    this.#children.delete(child);
  }

  async remove(): Promise<void> {
    clearTimeout(this.#trial);
    await Promise.all([...this.#children].map((each) => each.remove()));
  }

  #recover(): void {
    clearTimeout(this.#trial);
    if (!this.#hasGivenUp) return;
    this.#hasGivenUp = false;
    this.#tell((news) => news.recovered(this));
  }

  #tell(what: (news: SupervisorNews) => void): void {
    if (this.#options.news) what(this.#options.news);
    if (this.#parent) this.#parent.#tell(what);
  }
}
