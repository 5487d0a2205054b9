import type { Quota, QuotaResult, QuotaStore } from '../store/limitStore.ts';

/** A limit that applies to a request, and what it is counted by. */
export interface RateLimit {
  /** `user`, `workspace`, `administration`. */
  name: string;
  key: string;
  perMinute: number;
}

/** A limit that was reached. */
export interface ReachedLimit {
  limit: RateLimit;
  /** In seconds. */
  retryAfter: number;
}

const MINUTE = 60_000;

/** What sums of fractions may be off by. */
const ROUNDING = 1e-6;

/** @returns the first limit that does not allow `cost` more now; undefined: all do */
export async function takeRate(
  quotas: QuotaStore,
  limits: readonly RateLimit[],
  cost = 1,
): Promise<ReachedLimit | undefined> {
  for (const limit of limits) {
    const quota = { limit: limit.perMinute, window: MINUTE };
    const result = await quotas.take(`${limit.name}:${limit.key}`, quota, cost);
    if (!result.granted) return { limit, retryAfter: Math.ceil((result.retryAfter ?? MINUTE) / 1_000) };
  }
  return undefined;
}

/** Quotas of this process alone. What has recovered in full is forgotten. */
export class MemoryQuotas implements QuotaStore {
  readonly #now: () => number;
  /** When each will have recovered in full, in milliseconds; the first to do so mostly stand first. */
  readonly #fullAt = new Map<string, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async take(name: string, { limit, window }: Quota, cost = 1): Promise<QuotaResult> {
    const now = this.#now();
    this.#forget(now);
    const emptyFor = Math.max(0, (this.#fullAt.get(name) ?? now) - now);
    const remaining = Math.floor(limit * (1 - emptyFor / window) + ROUNDING);
    if (cost > limit) return { granted: false, remaining, retryAfter: undefined };
    const wouldBe = emptyFor + (cost * window) / limit;
    if (wouldBe - window > ROUNDING) return { granted: false, remaining, retryAfter: wouldBe - window };
    this.#fullAt.delete(name);
    this.#fullAt.set(name, now + wouldBe);
    return { granted: true, remaining: remaining - cost };
  }

  #forget(now: number): void {
    for (const [name, fullAt] of this.#fullAt) {
      if (fullAt > now) return;
      this.#fullAt.delete(name);
    }
  }
}
