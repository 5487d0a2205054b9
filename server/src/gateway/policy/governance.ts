import { DEFAULT_LIMITS, type Limits } from '../../controlPlane/access/limits.ts';
import { MemoryQuotas } from '../../controlPlane/access/rateLimiter.ts';
import type { QuotaStore } from '../../controlPlane/store/limitStore.ts';
import { Balancer } from '../routing/balancer.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { type AlertOptions, Alerts } from '../telemetry/alerts.ts';
import type { CallLog } from '../telemetry/callLog.ts';
import { recordOf } from '../telemetry/callRecord.ts';
import { CallStatistics } from '../telemetry/callStatistics.ts';
import type { Observer } from '../telemetry/endedCall.ts';
import { Vitals } from '../telemetry/vitals.ts';
import type { ProdLock } from './authorize.ts';
import { Bulkheads } from './bulkhead.ts';

export interface GovernanceOptions extends AlertOptions {
  /** Default: locked. */
  readonly lock?: ProdLock;
  readonly limits?: Limits;
  /** Where every call is recorded; absent: nowhere. */
  readonly callLog?: CallLog;
}

/** What the calls of all clients of a gateway are decided by, and what is remembered of them. */
export class Governance {
  readonly lock: ProdLock;
  readonly limits: Limits;
  readonly quotas: QuotaStore = new MemoryQuotas();
  readonly bulkheads = new Bulkheads();
  readonly statistics = new CallStatistics();
  readonly alerts: Alerts;
  readonly balancer: Balancer;
  /** Told of every call that ended, in this order. */
  readonly observers: Observer[];
  readonly #callLog: CallLog | undefined;
  #prodUnlockedUntil = 0;

  constructor(options: GovernanceOptions = {}) {
    const { lock = () => 'locked' } = options;
    this.lock = (call) => (performance.now() < this.#prodUnlockedUntil ? 'unlocked' : lock(call));
    this.limits = options.limits ?? DEFAULT_LIMITS;
    this.alerts = new Alerts(options);
    const vitals = new Vitals(this.statistics, this.alerts);
    this.balancer = new Balancer(vitals.breaker);
    this.observers = [this.statistics.observe, vitals.observe];
    this.#callLog = options.callLog;
    if (options.callLog)
      this.observers.unshift((ended) => this.#callLog?.append(recordOf(ended, new Date())));
  }

  /** Has what it needs to run supervised. */
  supervise(supervisor: Supervisor): void {
    if (this.#callLog) supervisor.adopt(this.#callLog.supervisor);
  }

  /** For so long, whatever the lock says; 0: as the lock says. */
  unlockProd(milliseconds: number): void {
    this.#prodUnlockedUntil = milliseconds > 0 ? performance.now() + milliseconds : 0;
  }

  /** Resolves when all that is to be recorded is. Nobody is told of anything any more. */
  async close(): Promise<void> {
    this.alerts.close();
    await this.#callLog?.close();
  }
}
