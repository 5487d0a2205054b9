import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { CatalogEntry, Knowledge } from '../../rules/facts.ts';
import type { ControlPlaneKnowledge } from '../knowledge.ts';

/** All that a control plane had registered at one moment. Immutable. */
export class ControlPlaneFacts implements ControlPlaneKnowledge {
  readonly reached = 'known';
  readonly #entries: ReadonlyMap<string, CatalogEntry>;
  /** By kind, name and environment: the one registered last. */
  readonly #latest: ReadonlyMap<string, CatalogEntry>;
  #owners: readonly string[] | undefined;
  #verticals: readonly string[] | undefined;

  constructor(entries: Iterable<CatalogEntry>) {
    this.#entries = new Map([...entries].map((entry) => [keyOf(entry, entry.release), entry]));
    const inOrder = [...this.#entries.values()].sort((a, b) => compare(a.registeredAt, b.registeredAt));
    this.#latest = new Map(inOrder.map((entry) => [keyOf(entry), entry]));
  }

  /** These facts with entries added or replaced, and without those that were retired. */
  with(changed: readonly CatalogEntry[]): ControlPlaneFacts {
    const entries = new Map(this.#entries);
    for (const entry of changed) {
      const key = keyOf(entry, entry.release);
      if (entry.retiredAt === undefined) entries.set(key, entry);
      else entries.delete(key);
    }
    return new ControlPlaneFacts(entries.values());
  }

  entry(
    kind: string,
    name: string,
    environment: Environment | undefined,
    release?: string,
  ): Knowledge<CatalogEntry> {
    const key = { kind, name, environment };
    const value = this.#entries.get(keyOf(key, release)) ?? this.#latest.get(keyOf(key));
    return value ? { state: 'known', value } : { state: 'absent' };
  }

  entries(): Iterable<CatalogEntry> {
    return this.#entries.values();
  }

  /** Owners that registered policies name. */
  owners(): readonly string[] {
    this.#owners ??= sorted(this.#of('Policy').flatMap(({ manifest }) => textsIn(manifest, 'owners')));
    return this.#owners;
  }

  /** Registered verticals and those that registered policies name. */
  verticals(): readonly string[] {
    this.#verticals ??= sorted([
      ...this.#of('Vertical').map(({ name }) => name),
      ...this.#of('Policy').flatMap(({ manifest }) => textsIn(manifest, 'verticals')),
    ]);
    return this.#verticals;
  }

  #of(kind: string): CatalogEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.kind === kind);
  }
}

export interface KnownFacts {
  facts: ControlPlaneFacts;
  /** ISO time at which they were complete. */
  factsAt: string;
}

/** Configured, but it never answered. */
export const NEVER_REACHED: ControlPlaneKnowledge = {
  reached: 'unknown',
  entry: () => ({ state: 'unknown' }),
  entries: () => [],
  owners: () => [],
  verticals: () => [],
};

function keyOf(
  { kind, name, environment }: Pick<CatalogEntry, 'kind' | 'name' | 'environment'>,
  release = '',
): string {
  return JSON.stringify([kind, name, environment ?? '', release]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function textsIn(manifest: Plain, field: string): string[] {
  const list = (manifest as { spec?: { [field: string]: unknown } }).spec?.[field];
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
