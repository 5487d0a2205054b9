import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import type { EntryChange } from '../catalogMirror.ts';
import { EntryGroup, type GroupKey } from './entryGroup.ts';
import { type FilterName, filterOf } from './filters.ts';
import { groupingOf } from './groupings.ts';

/** What is asked of the tree. */
export interface Arrangement {
  grouping: GroupKey;
  /** None: everything is shown. */
  filters: ReadonlySet<FilterName>;
}

/** The shape of the tree: services by what they are grouped by, everything else by kind. Follows changes one by one. */
export class CatalogOutline {
  readonly arrangement: Arrangement;
  readonly services: EntryGroup;
  /** By kind. */
  readonly sections = new Map<string, EntryGroup>();
  readonly #matches: (item: CatalogItem) => boolean | undefined;
  #known = 0;
  #shown = 0;
  #doubtful = 0;

  constructor(arrangement: Arrangement, items: Iterable<CatalogItem>) {
    this.arrangement = arrangement;
    this.services = new EntryGroup(groupingOf(arrangement.grouping).keys);
    this.#matches = filterOf(arrangement.filters);
    for (const item of items) this.#add(item);
  }

  /** Entries that the catalog has, that the filter shows, and of which nobody can say whether it should. */
  get counts(): { known: number; shown: number; doubtful: number } {
    return { known: this.#known, shown: this.#shown, doubtful: this.#doubtful };
  }

  apply(changes: readonly EntryChange[]): void {
    for (const { before, after } of changes) {
      if (before) this.#remove(before);
      if (after) this.#add(after);
    }
  }

  #add(item: CatalogItem): void {
    this.#known++;
    const matches = this.#matches(item);
    if (matches === undefined) this.#doubtful++;
    if (!matches) return;
    this.#shown++;
    this.#groupOf(item.kind).add(item);
  }

  #remove(item: CatalogItem): void {
    this.#known--;
    const matches = this.#matches(item);
    if (matches === undefined) this.#doubtful--;
    if (!matches) return;
    this.#shown--;
    this.#groupOf(item.kind).remove(item);
  }

  #groupOf(kind: string): EntryGroup {
    if (kind === 'Service') return this.services;
    const section = this.sections.get(kind) ?? new EntryGroup([]);
    this.sections.set(kind, section);
    return section;
  }
}

const ORDERS: Readonly<Record<string, readonly string[]>> = {
  environment: ENVIRONMENT_NAMES,
  sensitivity: ['restricted', 'confidential', 'internal', 'public'],
};

/**
 * The values of a group's key, in the order of their rows: of environments one that is named first; of sensitivities the
 * highest first; others by name. What states none comes last.
 */
export function valuesInOrder(group: EntryGroup, foremost: EnvironmentName): (string | undefined)[] {
  const values = [...group.groups.keys()];
  const rank = (value: string | undefined) => {
    if (value === undefined) return Number.POSITIVE_INFINITY;
    if (group.key === 'environment' && value === foremost) return -1;
    const order = ORDERS[group.key ?? ''] ?? [];
    const known = order.indexOf(value);
    return known < 0 ? order.length : known;
  };
  return values.sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? (a ?? '').localeCompare(b ?? '') : first - second;
  });
}

/** A service's name without what its place in the tree already says. */
export function shortName({ name, environment, vertical }: CatalogItem): string {
  const prefix = `${environment}-${vertical}-`;
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
}

/** The id of an entry's row among its group's: the same name twice (a finding, not a crash) gets two. */
export function entryId(entries: readonly CatalogItem[], index: number): string {
  const item = entries[index];
  let earlier = 0;
  while (isNamesake(entries[index - earlier - 1], item)) earlier++;
  return `${item?.kind}/${item?.name}${earlier === 0 ? '' : `#${earlier + 1}`}`;
}

/** Sorted by name, they stand side by side. */
function isNamesake(a: CatalogItem | undefined, b: CatalogItem | undefined): boolean {
  return a !== undefined && a.name === b?.name && a.kind === b.kind;
}
