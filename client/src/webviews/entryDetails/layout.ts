import {
  ENTRY_ID,
  type EntryGraph,
  type GraphLink,
  type GraphNode,
  type GraphSide,
} from '../../../../server/src/protocol/entryDetails.ts';

/**
 * Of a box, and between boxes; in pixels. Boxes are as wide as there is room, within bounds; in those narrower than
 * `narrow` names take two lines, and are `tall`.
 */
export const BOX = {
  least: 136,
  narrow: 190,
  most: 208,
  height: 46,
  tall: 64,
  across: 48,
  down: 10,
} as const;

/** Boxes in a column. More are told as a number, and listed. */
export const MOST_IN_COLUMN = 8;

/** Something to draw. Columns count from the entry's own, 0: what needs it lies to the left, what it needs to the right. */
export interface Box {
  column: number;
  x: number;
  y: number;
  content: { node: GraphNode } | { entry: true } | { more: number };
}

/** A line from who names to who is named. */
export interface Line {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** `within` a column it bends around the boxes; `back` it is part of a circle. */
  way: 'onward' | 'within' | 'back';
}

export interface Layout {
  /** By column, then from above. */
  boxes: Box[];
  lines: Line[];
  width: number;
  height: number;
  box: { width: number; height: number };
}

/**
 * Lays a graph out in columns by distance, each column in the order of its neighbours, so that few lines cross.
 *
 * @param room pixels across; what does not fit in is wider
 */
export function layOut({ dependencies, dependents }: EntryGraph, room: number): Layout {
  const columns = [...columnsOf(dependents, -1).reverse(), [ENTRY], ...columnsOf(dependencies, 1)];
  const first = columns[0]?.[0]?.column ?? 0;
  const tallest = Math.max(...columns.map((column) => column.length));
  const gaps = (columns.length - 1) * BOX.across;
  const fitting = Math.floor((room - gaps) / columns.length);
  const width = Math.max(BOX.least, Math.min(BOX.most, fitting));
  const size = { width, height: width < BOX.narrow ? BOX.tall : BOX.height };
  const height = tallest * (size.height + BOX.down) - BOX.down;
  const boxes = columns.flatMap((column) => {
    const top = (height - (column.length * (size.height + BOX.down) - BOX.down)) / 2;
    return column.map(
      ({ content, column: number }, row): Box => ({
        column: number,
        x: (number - first) * (width + BOX.across),
        y: top + row * (size.height + BOX.down),
        content,
      }),
    );
  });
  const lines = [...linesOf(dependents, -1, boxes, size), ...linesOf(dependencies, 1, boxes, size)];
  return { boxes, lines, width: columns.length * width + gaps, height, box: size };
}

interface Cell {
  column: number;
  content: Box['content'];
}

const ENTRY: Cell = { column: 0, content: { entry: true } };

/** From the nearest outwards. @param direction -1: to the left */
function columnsOf({ nodes, links, omitted }: GraphSide, direction: 1 | -1): Cell[][] {
  const farthest = Math.max(0, ...nodes.map(({ distance }) => distance));
  const columns: Cell[][] = [];
  let nearer: readonly string[] = [ENTRY_ID];
  for (let distance = 1; distance <= farthest; distance++) {
    const here = inOrderOf(
      nearer,
      nodes.filter((node) => node.distance === distance),
      links,
    );
    // The last place is that of the number.
    const shown = here.length > MOST_IN_COLUMN ? here.slice(0, MOST_IN_COLUMN - 1) : here;
    const more = here.length - shown.length + (distance === farthest ? omitted : 0);
    const contents: Box['content'][] = [...shown.map((node) => ({ node })), ...(more > 0 ? [{ more }] : [])];
    columns.push(contents.map((content) => ({ column: distance * direction, content })));
    nearer = shown.map(({ id }) => id);
  }
  return columns;
}

/** Nodes at the height of those that they are linked to, on average. */
function inOrderOf(
  nearer: readonly string[],
  nodes: readonly GraphNode[],
  links: readonly GraphLink[],
): GraphNode[] {
  const rows = new Map(nearer.map((id, row) => [id, row]));
  const heights = new Map<string, number[]>();
  for (const { from, to } of links) {
    for (const [id, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const row = rows.get(other);
      if (row !== undefined) heights.set(id, [...(heights.get(id) ?? []), row]);
    }
  }
  const height = ({ id }: GraphNode) => {
    const own = heights.get(id) ?? [nearer.length];
    return own.reduce((sum, row) => sum + row, 0) / own.length;
  };
  return nodes.toSorted((a, b) => height(a) - height(b));
}

function linesOf(
  { links }: GraphSide,
  direction: 1 | -1,
  boxes: readonly Box[],
  size: Layout['box'],
): Line[] {
  const places = new Map<string, Box>();
  for (const box of boxes) {
    if ('entry' in box.content) places.set(ENTRY_ID, box);
    // What is on both sides is on each with the lines of that side.
    if ('node' in box.content && Math.sign(box.column) === direction) places.set(box.content.node.id, box);
  }
  const left = ({ x, y }: Box) => ({ x, y: y + size.height / 2 });
  const right = ({ x, y }: Box) => ({ x: x + size.width, y: y + size.height / 2 });
  return links.flatMap((link): Line[] => {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    if (!from || !to) return [];
    if (from.column < to.column) return [{ from: right(from), to: left(to), way: 'onward' }];
    if (from.column > to.column) return [{ from: left(from), to: right(to), way: 'back' }];
    return [{ from: left(from), to: left(to), way: 'within' }];
  });
}
