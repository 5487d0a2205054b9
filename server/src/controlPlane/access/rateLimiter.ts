/** How much is allowed: `limit` at once, and as many again over `window`, evenly. */
interface Quota {
  limit: number;
  /** In milliseconds. */
  window: number;
}

type QuotaResult = { granted: true } | { granted: false; retryAfter: number | undefined };

/** Where it is counted what was used of quotas. Nodes that share one enforce their limits together. */
export interface Quotas {
  /**
   * Takes `cost` (1) of what `name` may use, or nothing.
   *
   * @returns of a refusal: in how many milliseconds it would be granted; undefined: never
   */
  take(name: string, quota: Quota, cost?: number): Promise<QuotaResult>;
}

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

/** @returns the first limit that does not allow `cost` more now; undefined: all do */
export async function takeRate(
  quotas: Quotas,
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
export class MemoryQuotas implements Quotas {
  readonly #now: () => number;
  /** When each will have recovered in full, in milliseconds; the first to do so mostly stand first. */
  readonly #fullAt = new Map<string, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async take(name: string, { limit, window }: Quota, cost = 1): Promise<QuotaResult> {
    const now = this.#now();
    this.#forget(now);
    if (cost > limit) return { granted: false, retryAfter: undefined };
    const fullAt = Math.max(now, this.#fullAt.get(name) ?? now) + (cost * window) / limit;
    const retryAfter = fullAt - now - window;
    // The smallest part of a millisecond that sums are off by is no reason to refuse.
    if (retryAfter > 1e-3) return { granted: false, retryAfter };
    this.#fullAt.delete(name);
    this.#fullAt.set(name, fullAt);
    return { granted: true };
  }

  #forget(now: number): void {
    for (const [name, fullAt] of this.#fullAt) {
      if (fullAt > now) return;
      this.#fullAt.delete(name);
    }
  }
}
