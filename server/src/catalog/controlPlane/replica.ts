import type { CatalogEntry } from '../../rules/facts.ts';
import type { ControlPlaneKnowledge } from '../knowledge.ts';
import type { ControlPlaneCache } from './cache.ts';
import { ControlPlaneFacts, type KnownFacts, NEVER_REACHED } from './facts.ts';

/** A copy of what a control plane has registered, which outlives connections, and with a cache the editor too. */
export class CatalogReplica {
  readonly #cache: ControlPlaneCache | undefined;
  #facts: ControlPlaneFacts | undefined;
  #factsAt: string | undefined;
  #revision = 0;

  /** @param known what was known last time, shown until there is an answer */
  constructor(known: KnownFacts | undefined, cache: ControlPlaneCache | undefined) {
    this.#facts = known?.facts;
    this.#factsAt = known?.factsAt;
    this.#cache = cache;
  }

  /** What the control plane said last, if it ever did. */
  get known(): KnownFacts | undefined {
    return this.#facts && this.#factsAt !== undefined
      ? { facts: this.#facts, factsAt: this.#factsAt }
      : undefined;
  }

  get knowledge(): ControlPlaneKnowledge {
    return this.#facts ?? NEVER_REACHED;
  }

  /** ISO time at which it was complete; undefined: it never was. */
  get factsAt(): string | undefined {
    return this.#factsAt;
  }

  /** The revision up to which it is complete; 0: nothing was read by this process. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes over what was known last time, unless the control plane answers before it is read. @returns whether it did */
  async recall(): Promise<boolean> {
    if (this.#facts) return false;
    const known = await this.#cache?.read();
    if (!known || this.#facts) return false;
    this.#facts = known.facts;
    this.#factsAt = known.factsAt;
    return true;
  }

  /** Leaves what is known for the next time. */
  async keep(): Promise<void> {
    if (this.known) await this.#cache?.write(this.known);
  }

  /** @param entries all that there are at that revision */
  replace(entries: readonly CatalogEntry[], revision: number): void {
    this.#take(new ControlPlaneFacts(entries), revision);
  }

  /** @param changed the entries that changed or were retired since the revision so far */
  apply(changed: readonly CatalogEntry[], revision: number): void {
    this.#take(changed.length > 0 ? this.#facts?.with(changed) : this.#facts, revision);
  }

  #take(facts: ControlPlaneFacts | undefined, revision: number): void {
    this.#facts = facts;
    this.#revision = revision;
    this.#factsAt = new Date().toISOString();
  }
}
