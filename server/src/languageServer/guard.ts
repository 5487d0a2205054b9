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

/** An environment that was unlocked, at the control plane that it had then. */
interface Key {
  reason: string;
  /** In milliseconds since 1970. */
  until: number;
  place: string;
}

/**
 * Keeps guarded environments as they are until somebody unlocks one, with a reason and for a while. A key is that of an
 * environment of one control plane: where the environment is registered somewhere else by now, it is locked.
 */
export class Guard {
  readonly #catalog: Catalog;
  readonly #placeOf: (environment: Environment) => string;
  readonly #now: () => number;
  readonly #keys = new Map<Environment, Key>();
  readonly #listeners: (() => void)[] = [];

  /** @param placeOf where an environment is registered now: equal for the same control plane */
  constructor(catalog: Catalog, placeOf: (environment: Environment) => string, now: () => number = Date.now) {
    this.#catalog = catalog;
    this.#placeOf = placeOf;
    this.#now = now;
  }

  /** Calls back when an environment was unlocked, or locked before its time was over. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** @throws RangeError in words for people, where reason or time are not such as can be taken */
  unlock({ environment, reason, minutes }: UnlockParams): Unlocked {
    const why = String(reason).trim();
    if (why === '' || why.length > UNLOCK_LIMITS.reason)
      throw new RangeError(`A reason of 1 to ${UNLOCK_LIMITS.reason} characters is asked for.`);
    if (!(minutes > 0 && minutes <= UNLOCK_LIMITS.minutes))
      throw new RangeError(`An environment is unlocked for ${UNLOCK_LIMITS.minutes} minutes at most.`);
    const until = this.#now() + minutes * 60_000;
    this.#keys.set(environment, { reason: why, until, place: this.#placeOf(environment) });
    this.#changed();
    return { environment, reason: why, until: new Date(until).toISOString() };
  }

  /** What may be changed now. */
  get unlocked(): Unlocked[] {
    return [...this.#keys].flatMap(([environment, { reason, until }]) =>
      this.remaining(environment) > 0 ? [{ environment, reason, until: new Date(until).toISOString() }] : [],
    );
  }

  /** @param environment absent: all that are unlocked */
  lock(environment?: Environment): void {
    if (environment === undefined) this.#keys.clear();
    else this.#keys.delete(environment);
    this.#changed();
  }

  /**
   * Folders were switched: what they left, and what they came to, is locked, as its key was not meant for them; so is what
   * no folder is in any more.
   */
  switched(concerned: readonly Environment[], inUse: readonly Environment[]): void {
    for (const environment of this.#keys.keys())
      if (concerned.includes(environment) || !inUse.includes(environment)) this.#keys.delete(environment);
    this.#changed();
  }

  /** Settings or manifests changed: environments that are registered somewhere else by now are locked. */
  placesChanged(): void {
    const moved = [...this.#keys].filter(([environment, { place }]) => place !== this.#placeOf(environment));
    for (const [environment] of moved) this.#keys.delete(environment);
    if (moved.length > 0) this.#changed();
  }

  /** How long an environment is still unlocked, in milliseconds; 0 where it is not. */
  remaining(environment: Environment): number {
    const key = this.#keys.get(environment);
    return key && key.place === this.#placeOf(environment) ? Math.max(0, key.until - this.#now()) : 0;
  }

  /** Why that environment is unlocked now; undefined where it is not. */
  reasonFor(environment: Environment): string | undefined {
    return this.remaining(environment) > 0 ? this.#keys.get(environment)?.reason : undefined;
  }

  /** Whether nothing may be changed there now. */
  isLocked(environment: Environment): boolean {
    return guardOf(this.#catalog, environment).readOnly && this.reasonFor(environment) === undefined;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
