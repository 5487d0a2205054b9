import type { GroupKey } from './entryGroup.ts';

export interface Grouping {
  name: GroupKey;
  /** As in "by ...". */
  label: string;
  detail: string;
  /** Codicon id. */
  icon: string;
  /** How services are told apart, from the root on. */
  keys: readonly GroupKey[];
}

export const GROUPINGS: readonly Grouping[] = [
  {
    name: 'environment',
    label: 'environment',
    detail: 'Environment, then vertical: what runs where',
    icon: 'server-environment',
    keys: ['environment', 'vertical'],
  },
  {
    name: 'vertical',
    label: 'vertical',
    detail: 'Vertical, then environment: how far each has come',
    icon: 'symbol-namespace',
    keys: ['vertical', 'environment'],
  },
  {
    name: 'owner',
    label: 'owner',
    detail: 'Owner, then environment: what each team answers for',
    icon: 'organization',
    keys: ['owner', 'environment'],
  },
  {
    name: 'sensitivity',
    label: 'data sensitivity',
    detail: 'Sensitivity of the data, then environment: what has to be protected most',
    icon: 'lock',
    keys: ['sensitivity', 'environment'],
  },
];

export function groupingOf(name: GroupKey): Grouping {
  const found = GROUPINGS.find((grouping) => grouping.name === name);
  if (!found) throw new RangeError(`There is no grouping "${name}".`);
  return found;
}

export function isGrouping(value: unknown): value is GroupKey {
  return GROUPINGS.some(({ name }) => name === value);
}
