import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';

/** What entries are told apart by. */
export type GroupKey = 'environment' | 'vertical' | 'owner' | 'sensitivity';

/** What a group's row says beside its name. */
export interface Totals {
  entries: number;
  errors: number;
  warnings: number;
  drifted: number;
}

/**
 * Entries that belong together, told apart by one key after the other. Taking one in or out costs the same in a large
 * group as in a small one; nothing is sorted before somebody looks.
 */
export class EntryGroup {
  readonly totals: Totals = { entries: 0, errors: 0, warnings: 0, drifted: 0 };
  readonly #keys: readonly GroupKey[];
  readonly #groups = new Map<string | undefined, EntryGroup>();
  readonly #entries = new Set<CatalogItem>();
  #sorted: CatalogItem[] | undefined;

  /** @param keys none: its entries stand side by side */
  constructor(keys: readonly GroupKey[]) {
    this.#keys = keys;
  }

  /** What its groups have in common each; undefined: it has entries instead. */
  get key(): GroupKey | undefined {
    return this.#keys[0];
  }

  /** By value; undefined: the entries state none. Empty without a key. */
  get groups(): ReadonlyMap<string | undefined, EntryGroup> {
    return this.#groups;
  }

  /** By name. Empty with a key. */
  get entries(): readonly CatalogItem[] {
    this.#sorted ??= [...this.#entries].sort(byName);
    return this.#sorted;
  }

  add(item: CatalogItem): void {
    this.#count(item, 1);
    const [key, ...others] = this.#keys;
    if (key === undefined) {
      this.#entries.add(item);
      if (this.#sorted) this.#sorted.splice(placeOf(item, this.#sorted), 0, item);
      return;
    }
    const group = this.#groups.get(item[key]) ?? new EntryGroup(others);
    this.#groups.set(item[key], group);
    group.add(item);
  }

  /** @param item one that was added */
  remove(item: CatalogItem): void {
    this.#count(item, -1);
    const [key] = this.#keys;
    if (key === undefined) {
      this.#entries.delete(item);
      if (this.#sorted) this.#sorted.splice(this.#sorted.indexOf(item, placeOf(item, this.#sorted)), 1);
      return;
    }
    const group = this.#groups.get(item[key]);
    group?.remove(item);
    if (group?.totals.entries === 0) this.#groups.delete(item[key]);
  }

  #count({ errors, warnings, state }: CatalogItem, sign: 1 | -1): void {
    this.totals.entries += sign;
    this.totals.errors += sign * errors;
    this.totals.warnings += sign * warnings;
    if (state === 'drifted') this.totals.drifted += sign;
  }
}

/** The first place at which an entry does not break the order. */
function placeOf(item: CatalogItem, sorted: readonly CatalogItem[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other && byName(other, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byName(a: CatalogItem, b: CatalogItem): number {
  return (
    compare(a.name, b.name) ||
    compare(a.environment ?? '', b.environment ?? '') ||
    compare(a.uri ?? '', b.uri ?? '') ||
    (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0)
  );
}

/** By code units: names are plain, and 100,000 of them are to be sorted in a moment. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
