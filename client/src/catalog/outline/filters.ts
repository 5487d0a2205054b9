import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';

export type FilterName =
  | 'drifted'
  | 'errors'
  | 'findings'
  | 'local'
  | 'remote'
  | 'unowned'
  | 'prod'
  | 'unknown';

export interface EntryFilter {
  name: FilterName;
  /** As in "only what is ...". */
  label: string;
  /** A sentence. */
  detail: string;
  /** Codicon id. */
  icon: string;
  /** Whether an entry is meant; undefined: nobody can say. */
  matches(item: CatalogItem): boolean | undefined;
}

/** Of what is not known to be registered nobody can say how it is registered. */
const ifKnown =
  (matches: (item: CatalogItem) => boolean) =>
  (item: CatalogItem): boolean | undefined =>
    item.state === 'unknown' ? undefined : matches(item);

export const FILTERS: readonly EntryFilter[] = [
  {
    name: 'drifted',
    label: 'drifted',
    detail: 'Manifest and registered entry differ',
    icon: 'diff',
    matches: ifKnown(({ state }) => state === 'drifted'),
  },
  {
    name: 'errors',
    label: 'with errors',
    detail: 'Their manifests have errors',
    icon: 'error',
    matches: ({ errors }) => errors > 0,
  },
  {
    name: 'findings',
    label: 'with findings',
    detail: 'Their manifests have errors or warnings',
    icon: 'warning',
    matches: ({ errors, warnings }) => errors + warnings > 0,
  },
  {
    name: 'local',
    label: 'not registered',
    detail: 'Only in this workspace: the control plane has no such entry',
    icon: 'circle-large-outline',
    matches: ifKnown(({ state }) => state === 'local'),
  },
  {
    name: 'remote',
    label: 'without a manifest here',
    detail: 'Only in the control plane',
    icon: 'cloud',
    matches: ({ state }) => state === 'remote',
  },
  {
    name: 'unowned',
    label: 'unowned',
    detail: 'No tag says which team answers for them',
    icon: 'person',
    matches: ({ owner }) => owner === undefined,
  },
  {
    name: 'prod',
    label: 'not fit for prod',
    detail: 'Services of prod, or of stage on their way there, without an owner or a catalog entry',
    icon: 'shield',
    matches: ({ prod }) => (prod?.outcome === 'undecided' ? undefined : prod?.outcome === 'breaks'),
  },
  {
    name: 'unknown',
    label: 'of unknown registration',
    detail: 'Nobody can say whether they are registered',
    icon: 'question',
    matches: ({ state }) => state === 'unknown',
  },
];

/** What is shown of the catalog: what one of the filters means; without any, everything. */
export function filterOf(names: ReadonlySet<FilterName>): (item: CatalogItem) => boolean | undefined {
  const filters = FILTERS.filter(({ name }) => names.has(name));
  if (filters.length === 0) return () => true;
  return (item) => {
    const answers = filters.map(({ matches }) => matches(item));
    if (answers.includes(true)) return true;
    return answers.includes(undefined) ? undefined : false;
  };
}

/** "drifted or unowned"; empty without filters. */
export function filterWords(names: ReadonlySet<FilterName>): string {
  const labels = FILTERS.filter(({ name }) => names.has(name)).map(({ label }) => label);
  return labels.length < 2 ? labels.join() : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
}

export function isFilterName(value: unknown): value is FilterName {
  return FILTERS.some(({ name }) => name === value);
}
