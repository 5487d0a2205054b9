import { DEFAULT_LIMITS, type Limits } from '../../controlPlane/access/limits.ts';
import { MemoryQuotas } from '../../controlPlane/access/rateLimiter.ts';
import type { QuotaStore } from '../../controlPlane/store/limitStore.ts';
import { Balancer } from '../routing/balancer.ts';
import type { ProdLock } from './authorize.ts';
import { Bulkheads } from './bulkhead.ts';

export interface GovernanceOptions {
  /** Default: locked. */
  readonly lock?: ProdLock;
  readonly limits?: Limits;
}

/** What the calls of all clients of a gateway are decided by, and what is remembered of them for that. */
export class Governance {
  readonly lock: ProdLock;
  readonly limits: Limits;
  readonly quotas: QuotaStore = new MemoryQuotas();
  readonly bulkheads = new Bulkheads();
  readonly balancer = new Balancer();

  constructor(options: GovernanceOptions = {}) {
    this.lock = options.lock ?? (() => 'locked');
    this.limits = options.limits ?? DEFAULT_LIMITS;
  }
}
