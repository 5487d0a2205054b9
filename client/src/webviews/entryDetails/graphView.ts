import type { EntryGraph, EntryRef, GraphNode } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el, setAttributes } from '../dom.ts';
import { BOX, type Box, type Layout, type Line, layOut } from './layout.ts';
import { stateWords } from './words.ts';

const SVG = 'http://www.w3.org/2000/svg';

export interface GraphActions {
  open(ref: EntryRef): void;
  /** Shows what the picture has no room for. */
  list(): void;
}

/**
 * The graph as a picture: boxes that are buttons over lines that are drawn. One of the boxes is in the page's order of tab
 * stops; arrow keys go from box to box.
 */
export function graphView(
  graph: EntryGraph,
  entry: EntryRef,
  room: number,
  actions: GraphActions,
): HTMLElement {
  const layout = layOut(graph, room);
  const boxes = layout.boxes.map((box) => {
    const element = boxElement(box, entry, actions);
    place(element, box, layout.box);
    return { box, element };
  });
  const start = boxes.find(({ box }) => 'entry' in box.content);
  const picture = el(
    'div',
    { class: 'picture' },
    linesElement(layout),
    ...boxes.map(({ element }) => element),
  );
  // A style attribute would not be allowed, what a script sets is.
  picture.style.width = `${layout.width}px`;
  picture.style.height = `${layout.height}px`;
  const stopAt = (stop: HTMLElement | undefined) => {
    for (const { element } of boxes) setAttributes(element, { tabindex: element === stop ? 0 : -1 });
  };
  stopAt(start?.element);
  picture.addEventListener('focusin', ({ target }) => {
    stopAt(boxes.find(({ element }) => element === target)?.element);
  });
  picture.addEventListener('keydown', (event) => {
    const at = boxes.find(({ element }) => element === event.target);
    const next = at && neighbour(at.box, event.key, layout.boxes);
    if (!next) return;
    event.preventDefault();
    boxes.find(({ box }) => box === next)?.element.focus();
  });
  const label = 'Graph: what needs this entry, and what it needs. Arrow keys move in it.';
  const view = el('div', { class: 'graph', role: 'group', 'aria-label': label }, picture);
  // Where not all of it fits, the entry is in the middle of what is seen.
  requestAnimationFrame(() => {
    const middle = (start?.box.x ?? 0) + layout.box.width / 2;
    view.scrollLeft = middle - view.clientWidth / 2;
  });
  return view;
}

function place(element: HTMLElement, { x, y }: Box, size: Layout['box']): void {
  const style = { left: x, top: y, ...size };
  for (const [name, pixels] of Object.entries(style)) element.style.setProperty(name, `${pixels}px`);
}

function boxElement(box: Box, entry: EntryRef, actions: GraphActions): HTMLElement {
  const { content } = box;
  if ('node' in content) return nodeElement(content.node, box.column, actions);
  if ('more' in content) {
    const key = { class: 'box more', 'data-key': `more ${box.column}` };
    return button(`and ${content.more.toLocaleString('en')} more`, actions.list, key);
  }
  return el(
    'button',
    {
      type: 'button',
      class: 'box entry',
      'aria-current': 'true',
      'data-key': 'node entry',
      title: entry.name,
    },
    el('span', { class: 'name' }, entry.name),
    el('span', { class: 'what' }, 'this entry'),
  );
}

function nodeElement(node: GraphNode, column: number, { open }: GraphActions): HTMLElement {
  const { ref, state, isInCycle } = node;
  const words = [ref.kind, stateWords(state), isInCycle && 'in a circle'].filter(Boolean).join(' · ');
  const element = button('', () => open(ref), {
    class: `box ${state}`,
    'data-key': `node ${column} ${node.id}`,
    title: `${ref.name}\n${words}`,
  });
  element.append(el('span', { class: 'name' }, ref.name), el('span', { class: 'what' }, words));
  return element;
}

/** Up and down in a column, left and right to what lies nearest in the one beside it. */
function neighbour(from: Box, key: string, boxes: readonly Box[]): Box | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 }[key];
  if (step === undefined) return undefined;
  const column = boxes.filter((box) => box.column === from.column + step);
  if (step !== 0) return column.toSorted((a, b) => Math.abs(a.y - from.y) - Math.abs(b.y - from.y))[0];
  return column[column.indexOf(from) + (key === 'ArrowUp' ? -1 : 1)];
}

/** The lines say nothing that the boxes and the list do not say. */
function linesElement({ lines, width, height }: Layout): SVGElement {
  const svg = svgElement('svg', { width, height, 'aria-hidden': 'true', focusable: 'false' });
  svg.append(...lines.flatMap((line) => [lineElement(line), arrowElement(line)]));
  return svg;
}

function lineElement(line: Line): SVGElement {
  const { from, to, way } = line;
  // A line leaves a box straight, and comes straight to one.
  const away = way === 'onward' ? 1 : -1;
  const towards = way === 'back' ? 1 : -1;
  const end = to.x + towards * ARROW;
  const bend = way === 'within' ? BOX.across / 2 : Math.max(BOX.across / 2, Math.abs(end - from.x) / 2);
  const d = `M ${from.x} ${from.y} C ${from.x + away * bend} ${from.y}, ${end + towards * bend} ${to.y}, ${end} ${to.y}`;
  return svgElement('path', { d, class: `line ${way}` });
}

/** Length of an arrow's head, in pixels. */
const ARROW = 6;

function arrowElement({ to: { x, y }, way }: Line): SVGElement {
  const length = way === 'back' ? ARROW : -ARROW;
  return svgElement('path', { d: `M ${x} ${y} l ${length} -4 v 8 z`, class: 'arrow' });
}

function svgElement(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  setAttributes(element, attributes);
  return element;
}
