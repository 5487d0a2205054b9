import type {
  EntryGraph,
  EntryRef,
  GraphNode,
  GraphSide,
} from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import { counted } from '../words.ts';
import { stateWords } from './words.ts';

/** The longest list that is shown without being asked for. */
const MOST_AT_FIRST = 25;

/** The graph as two lists: all that the picture shows and all that it has no room for. */
export function graphList(
  { dependencies, dependents }: EntryGraph,
  open: (ref: EntryRef) => void,
): HTMLElement[] {
  return [
    el('h3', {}, `Needs ${counted(total(dependencies), 'entry', 'entries')}`),
    list(dependencies, 'It needs nothing else.', open),
    el('h3', {}, `Needed by ${counted(total(dependents), 'entry', 'entries')}`),
    list(dependents, 'Nothing is known to need it.', open),
  ];
}

function total({ nodes, omitted }: GraphSide): number {
  return nodes.length + omitted;
}

function list({ nodes, omitted }: GraphSide, none: string, open: (ref: EntryRef) => void): HTMLElement {
  if (nodes.length === 0) return el('p', {}, none);
  const items = nodes.map((node) => item(node, open));
  const first = el('ul', { class: 'entries' }, ...items.slice(0, MOST_AT_FIRST));
  const rest = items.slice(MOST_AT_FIRST);
  const beyond = omitted > 0 && el('p', {}, `${counted(omitted, 'further one')} cannot be listed here.`);
  const all = button(`Show all ${items.length}`, () => {
    first.append(...rest);
    all.remove();
    rest[0]?.querySelector('button')?.focus();
  });
  all.className = 'secondary';
  return el('div', {}, first, rest.length > 0 && all, beyond);
}

function item(
  { id, ref, state, distance, isInCycle }: GraphNode,
  open: (ref: EntryRef) => void,
): HTMLElement {
  const words = [
    ref.kind,
    stateWords(state),
    distance > 1 && `${distance} steps away`,
    isInCycle && 'in a circle',
  ];
  return el(
    'li',
    {},
    button(ref.name, () => open(ref), { class: 'link', 'data-key': `listed ${id}` }),
    el('span', { class: 'subject' }, ` ${words.filter(Boolean).join(' · ')}`),
  );
}
