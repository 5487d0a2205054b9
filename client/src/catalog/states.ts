import type { CatalogItem, CatalogState } from '../../../server/src/protocol/catalog.ts';
import type { ControlPlaneState } from '../../../server/src/protocol/controlPlane.ts';

export interface StateLook {
  /** Codicon id; every state has its own shape, so that colour is never the only sign. */
  icon: string;
  /** Theme colour id. */
  color: string;
  /** A few words beside the name. */
  words: string;
  /** A sentence for the tooltip. */
  sentence: string;
}

export const stateLooks: Readonly<Record<CatalogState, StateLook>> = {
  synced: {
    icon: 'pass',
    color: 'testing.iconPassed',
    words: 'in sync',
    sentence: 'The manifest and the registered entry agree.',
  },
  drifted: {
    icon: 'diff',
    color: 'charts.yellow',
    words: 'drifted',
    sentence: 'The manifest and the registered entry differ.',
  },
  local: {
    icon: 'circle-large-outline',
    color: 'charts.blue',
    words: 'not registered',
    sentence: 'Only in this workspace: the control plane has no such entry.',
  },
  remote: {
    icon: 'cloud',
    color: 'charts.purple',
    words: 'no manifest here',
    sentence: 'Only in the control plane: no manifest in this workspace describes it.',
  },
  unknown: {
    icon: 'question',
    color: 'disabledForeground',
    words: 'registration unknown',
    sentence: 'Nobody can say whether it is registered: the control plane was not reached.',
  },
};

/** Control planes that are not reached, or let nobody in: what is shown of them is of before. */
export const UNREACHED: ReadonlySet<ControlPlaneState> = new Set([
  'offline',
  'signedOut',
  'expired',
] as const);

/** Kinds that go from environment to environment. */
const PROMOTED: ReadonlySet<string> = new Set(['Service', 'VirtualMachine']);

/** Whether there is an environment after the entry's own, and a version to take there. */
export function isPromotable({ kind, environment, version }: CatalogItem): boolean {
  return PROMOTED.has(kind) && version !== undefined && environment !== undefined && environment !== 'prod';
}

/** Whether registering would change anything: what is in sync, or has no manifest here, needs none. */
export function isRegistrable(item: CatalogItem): boolean {
  return item.state === 'local' || item.state === 'drifted';
}

/** What stands beside an entry's name. */
export function entryDescription(item: CatalogItem): string {
  return [stateLooks[item.state].words, problemWords(item)].filter(Boolean).join(' · ');
}

/** "2 errors, 1 warning"; empty when there are none. */
export function problemWords({ errors, warnings }: Pick<CatalogItem, 'errors' | 'warnings'>): string {
  return [counted(errors, 'error'), counted(warnings, 'warning')].filter(Boolean).join(', ');
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
