import { type EntryGraph, type EntryRef, MAX_DEPTH } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import { graphList } from './graphList.ts';
import { graphView } from './graphView.ts';

export interface GraphSectionActions {
  open(ref: EntryRef): void;
  go(depth: number): void;
}

/** What needs an entry and what it needs, as a picture and as a list. @param room pixels across */
export function graphSection(
  graph: EntryGraph,
  entry: EntryRef,
  room: number,
  actions: GraphSectionActions,
): HTMLElement[] {
  const hasAny = graph.dependencies.nodes.length + graph.dependents.nodes.length > 0;
  const list = el('div', { id: 'graph-list' }, ...graphList(graph, actions.open));
  if (!hasAny) return [list];
  const wasListed = document.querySelector<HTMLDetailsElement>('details.listed')?.open === true;
  const listed = el(
    'details',
    { class: 'listed', open: wasListed },
    el('summary', { 'data-key': 'as a list' }, 'As a list'),
    list,
  );
  const showList = () => {
    listed.open = true;
    listed.querySelector('summary')?.focus();
  };
  return [
    el(
      'div',
      { class: 'caption' },
      el('span', {}, 'Needed by'),
      depthChoice(graph.depth, actions.go),
      el('span', {}, 'Needs'),
    ),
    graphView(graph, entry, room, { open: actions.open, list: showList }),
    listed,
  ];
}

function depthChoice(depth: number, go: (depth: number) => void): HTMLElement {
  const steps = Array.from({ length: MAX_DEPTH }, (_, index) => index + 1);
  return el(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'Steps that are followed' },
    ...steps.map((each) =>
      button(each === 1 ? '1 step' : `${each} steps`, () => go(each), {
        class: 'secondary',
        'aria-pressed': String(each === depth),
        'data-key': `depth ${each}`,
      }),
    ),
  );
}
