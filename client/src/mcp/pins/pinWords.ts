import type {
  PinFlag,
  PinItem,
  PinnedKind,
  PinnedThing,
  UndecidedPin,
  UndecidedState,
} from '../../../../server/src/protocol/gatewayPins.ts';

const KINDS: Readonly<Record<PinnedKind, string>> = {
  tools: 'tool',
  prompts: 'prompt',
  templates: 'resource template',
  server: 'text',
};

const STANDINGS: Readonly<Record<UndecidedState, string>> = {
  changed: 'changed since it was approved. It is blocked until you decide.',
  new: 'was not approved yet. It is blocked until you decide.',
  reworded: 'is worded differently than approved. Agents go on reading the approved words until you decide.',
  missing: 'is not offered any more, though it was approved.',
};

const COUNTED: Readonly<Record<UndecidedState, string>> = {
  changed: 'changed since approved',
  new: 'new',
  reworded: 'worded differently',
  missing: 'not offered any more',
};

/** Beside the name of what is to be decided. */
const stateWords: Readonly<Record<PinItem['state'], string>> = {
  changed: 'changed, blocked',
  new: 'new, blocked',
  reworded: 'other words',
  missing: 'gone',
  pinned: 'approved',
  rejected: 'rejected',
  denied: 'denied by its manifest',
  unknown: 'the pins cannot be read',
};

/** How something stands, and who said so. */
export function standingWords({ state, by }: Pick<PinItem, 'state' | 'by'>): string {
  return by ? `${stateWords[state]}, by your organisation` : stateWords[state];
}

/** Those that wait for a person, the most urgent first. */
const STATE_ORDER: readonly PinItem['state'][] = ['changed', 'new', 'reworded', 'missing'];

/** For sorting, the most urgent first. */
export function byUrgency(one: Pick<PinItem, 'state'>, other: Pick<PinItem, 'state'>): number {
  const urgency = ({ state }: Pick<PinItem, 'state'>) => STATE_ORDER.indexOf(state);
  return urgency(one) - urgency(other);
}

export function isUndecided({ state }: Pick<PinItem, 'state'>): boolean {
  return STATE_ORDER.includes(state);
}

/** As "tool read_file"; names come from servers, so what cannot be seen of them is replaced. */
export function thingWords({ kind, name }: Pick<PinnedThing, 'kind' | 'name'>): string {
  return kind === 'server' ? 'instructions' : `${KINDS[kind]} ${readable(name)}`;
}

/** What is said when something of a server is to be decided. */
export function noticeWords(server: string, pins: readonly UndecidedPin[]): string {
  const [only] = pins;
  if (only && pins.length === 1) return `${server}: the ${thingWords(only)} ${STANDINGS[only.state]}`;
  const counts = STATE_ORDER.map(
    (state) => [state, pins.filter((pin) => pin.state === state).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${COUNTED[state as UndecidedState]}`);
  const blocked = pins.some(({ state }) => state === 'changed' || state === 'new');
  const rest = blocked ? ' What changed or is new is blocked until you decide.' : '';
  return `${server}: ${pins.length} definitions wait for you (${counts.join(', ')}).${rest}`;
}

/** One line for each, for whoever is about to approve. */
export function flagLines(items: readonly PinItem[], grade: PinFlag['grade']): string[] {
  return items.flatMap((item) =>
    item.flags
      .filter((flag) => flag.grade === grade)
      .map(({ where, message }) => `${readable(item.name)}${where === '' ? '' : `, ${where}`}: ${message}`),
  );
}

/** A text of a server's in one line, without characters that hide. */
export function readable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '\uFFFD');
}
