/** How much is allowed: `limit` at once, and as many again over `window`, evenly. */
export interface Quota {
  limit: number;
  /** In milliseconds. */
  window: number;
}

export type QuotaResult =
  | { granted: true; remaining: number }
  /** `retryAfter`: milliseconds until it would be granted; undefined: never, as it costs more than the whole quota. */
  | { granted: false; remaining: number; retryAfter: number | undefined };

/** Rate limits that all nodes share, by the store's clock. What a crash loses of them is of no consequence. */
export interface QuotaStore {
  /** Takes `cost` (1) of what `name` may use, or nothing. */
  take(name: string, quota: Quota, cost?: number): Promise<QuotaResult>;
}

export interface LeaseOptions {
  /** Milliseconds until it is free again without a release. */
  ttl: number;
  /** How many may hold it at a time (1). */
  capacity?: number;
}

/** Rights that few may have at a time over all nodes: a breaker's probe, a slot among concurrent calls. */
export interface LeaseStore {
  /** Takes the lease or, for who holds it, renews it. @returns whether `holder` has it now */
  take(name: string, holder: string, options: LeaseOptions): Promise<boolean>;
  /** @returns whether `holder` still had it */
  release(name: string, holder: string): Promise<boolean>;
}
