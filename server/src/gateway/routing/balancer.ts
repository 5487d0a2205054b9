import { BREAKER, Breaker, type BreakerOptions, type BreakerState } from '../resilience/breaker.ts';
import type { Upstream } from '../upstream.ts';

/** One instance of a server, as calls have found it. */
export interface Replica {
  readonly server: string;
  /** Its URL; empty for a process. */
  readonly url: string;
  readonly breaker: Breaker;
  /** Calls that are with it now. */
  outstanding: number;
  /** Why it failed last. */
  lastFailure?: string;
  /** It said that it has too much to do, and is not asked before; in ms of the breakers' clock. */
  busyUntil: number;
}

/** Told when a breaker opens, tries, or closes. */
export type OnBreaker = (replica: Replica, state: BreakerState) => void;

/** Chooses which replica of a server answers a call. */
export class Balancer {
  readonly #replicas = new Map<string, readonly Replica[]>();
  /** Where each server's replicas are begun to be looked at, so that all get something while none is busy. */
  readonly #turns = new Map<string, number>();
  readonly #options: Omit<BreakerOptions, 'onChange'>;
  readonly #onBreaker: OnBreaker;

  constructor(onBreaker: OnBreaker = () => {}, options: Omit<BreakerOptions, 'onChange'> = BREAKER) {
    this.#onBreaker = onBreaker;
    this.#options = options;
  }

  /** All replicas of a server, in the order of its manifest. */
  of({ name, replicas }: Upstream): readonly Replica[] {
    const known = this.#replicas.get(name);
    if (known && known.length === replicas.length && known.every(({ url }, i) => url === replicas[i]))
      return known;
    const all = replicas.map((url) => known?.find((each) => each.url === url) ?? this.#replica(name, url));
    this.#replicas.set(name, all);
    return all;
  }

  /**
   * The one with the least calls under way, of those whose breaker lets calls through and that did not ask for a pause.
   *
   * @param held the one that holds a session of whoever calls: it is chosen as long as it can be
   * @param not those that are out of the question
   */
  choose(upstream: Upstream, held?: string, not: ReadonlySet<string> = new Set()): Replica | undefined {
    const able = this.of(upstream).filter(
      (each) => each.breaker.isPassable && this.pauseOf(each) === 0 && !not.has(each.url),
    );
    const holding = held === undefined ? undefined : able.find(({ url }) => url === held);
    if (holding || able.length < 2) return holding ?? able[0];
    const turn = this.#turns.get(upstream.name) ?? 0;
    this.#turns.set(upstream.name, turn + 1);
    const least = Math.min(...able.map(({ outstanding }) => outstanding));
    const idlest = able.filter(({ outstanding }) => outstanding === least);
    return idlest[turn % idlest.length];
  }

  /** Has a replica that has too much to do left alone for a while, in seconds. */
  spare(replica: Replica, seconds: number): void {
    replica.busyUntil = this.#options.now() + seconds * 1_000;
  }

  /** For how long, in ms, a replica asked not to be asked. */
  pauseOf({ busyUntil }: Replica): number {
    return Math.max(0, busyUntil - this.#options.now());
  }

  #replica(server: string, url: string): Replica {
    const onChange = (state: BreakerState) => this.#onBreaker(replica, state);
    const breaker = new Breaker({ ...this.#options, onChange });
    const replica: Replica = { server, url, breaker, outstanding: 0, busyUntil: 0 };
    return replica;
  }
}
