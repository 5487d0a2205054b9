import type { Catalog } from '../catalog/catalog.ts';
import type { Environment } from '../manifest/document.ts';
import type { EnvironmentGuard } from '../protocol/environments.ts';
import { UNLOCK_LIMITS, type Unlocked, type UnlockParams } from '../protocol/guard.ts';

/** What stands between a slip and an environment: prod is always guarded, others as their manifests say. */
export function guardOf(catalog: Catalog, environment: Environment): EnvironmentGuard {
  const states = (field: string) =>
    catalog.declarations('Environment', environment)[0]?.document.stated(['spec', 'guard', field]) === true;
  const isProd = environment === 'prod';
  return { readOnly: isProd || states('readOnly'), confirm: isProd || states('confirm') };
}

/** Keeps guarded environments as they are until somebody unlocks one, with a reason and for a while. */
export class Guard {
  readonly #catalog: Catalog;
  readonly #now: () => number;
  /** One at a time: who unlocks another environment is done with this one. */
  #unlocked: (Omit<Unlocked, 'until'> & { until: number }) | undefined;
  /** Called when an environment was unlocked, or locked by hand. */
  onChange: () => void = () => {};

  constructor(catalog: Catalog, now: () => number = Date.now) {
    this.#catalog = catalog;
    this.#now = now;
  }

  /** @throws RangeError in words for people, where reason or time are not such as can be taken */
  unlock({ environment, reason, minutes }: UnlockParams): Unlocked {
    const why = String(reason).trim();
    if (why === '' || why.length > UNLOCK_LIMITS.reason)
      throw new RangeError(`A reason of 1 to ${UNLOCK_LIMITS.reason} characters is asked for.`);
    if (!(minutes > 0 && minutes <= UNLOCK_LIMITS.minutes))
      throw new RangeError(`An environment is unlocked for ${UNLOCK_LIMITS.minutes} minutes at most.`);
    const until = this.#now() + minutes * 60_000;
    this.#unlocked = { environment, reason: why, until };
    this.onChange();
    return { environment, reason: why, until: new Date(until).toISOString() };
  }

  lock(): void {
    this.#unlocked = undefined;
    this.onChange();
  }

  /** How long an environment is still unlocked, in milliseconds; 0 where it is not. */
  remaining(environment: Environment): number {
    const unlocked = this.#unlocked;
    return unlocked?.environment === environment ? Math.max(0, unlocked.until - this.#now()) : 0;
  }

  /** Why that environment is unlocked now; undefined where it is not. */
  reasonFor(environment: Environment): string | undefined {
    return this.remaining(environment) > 0 ? this.#unlocked?.reason : undefined;
  }

  /** Whether nothing may be changed there now. */
  isLocked(environment: Environment): boolean {
    return guardOf(this.#catalog, environment).readOnly && this.reasonFor(environment) === undefined;
  }
}
