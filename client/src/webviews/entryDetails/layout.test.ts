import { describe, expect, it } from 'vitest';
import type { EntryGraph, GraphNode, GraphSide } from '../../../../server/src/protocol/entryDetails.ts';
import { BOX, layOut, MOST_IN_COLUMN } from './layout.ts';

const NOTHING: GraphSide = { nodes: [], links: [], omitted: 0 };

function node(id: string, distance = 1): GraphNode {
  return { id, ref: { kind: 'Service', name: id }, distance, state: 'synced' };
}

function graph(sides: Partial<EntryGraph>): EntryGraph {
  return { depth: 3, dependencies: NOTHING, dependents: NOTHING, ...sides };
}

/** `column: what stands in it, from above`. */
function columns(of: EntryGraph): string[] {
  const inColumn = new Map<number, string[]>();
  for (const { column, content } of layOut(of, 900).boxes) {
    const words =
      'node' in content ? content.node.id : 'more' in content ? `${content.more} more` : 'the entry';
    inColumn.set(column, [...(inColumn.get(column) ?? []), words]);
  }
  return [...inColumn].map(([column, words]) => `${column}: ${words.join(', ')}`);
}

describe('the picture of a graph', () => {
  it('has what needs the entry to its left, and what it needs to its right, the farthest outermost', () => {
    const dependents = {
      ...NOTHING,
      nodes: [node('a'), node('b', 2)],
      links: [
        { from: 'a', to: '' },
        { from: 'b', to: 'a' },
      ],
    };
    const dependencies = { ...NOTHING, nodes: [node('c')], links: [{ from: '', to: 'c' }] };
    const of = graph({ dependents, dependencies });
    expect(columns(of)).toEqual(['-2: b', '-1: a', '0: the entry', '1: c']);
    const { lines, boxes } = layOut(of, 900);
    expect(lines.map(({ way }) => way)).toEqual(['onward', 'onward', 'onward']);
    expect(lines.every(({ from, to }) => from.x < to.x)).toBe(true);
    expect(boxes[0]?.x).toBe(0);
  });

  it('puts neighbours beside each other, so that lines do not cross', () => {
    const nodes = [node('a'), node('b'), node('y', 2), node('z', 2)];
    const links = [
      { from: '', to: 'a' },
      { from: '', to: 'b' },
      { from: 'a', to: 'z' },
      { from: 'b', to: 'y' },
    ];
    expect(columns(graph({ dependencies: { nodes, links, omitted: 0 } }))).toEqual([
      '0: the entry',
      '1: a, b',
      '2: z, y',
    ]);
  });

  it('tells many as a number, with those that nobody told of', () => {
    const nodes = Array.from({ length: 200 }, (_, n) => node(`n${n}`));
    const links = nodes.map(({ id }) => ({ from: id, to: '' }));
    const [left, entry] = columns(graph({ dependents: { nodes, links, omitted: 50 } }));
    expect(left?.split(', ')).toHaveLength(MOST_IN_COLUMN);
    expect(left).toContain(`${250 - MOST_IN_COLUMN + 1} more`);
    expect(entry).toBe('0: the entry');
  });

  it('leads circles back, and lines within a column around it', () => {
    const nodes = [node('a'), node('b'), node('c', 2)];
    const links = [
      { from: 'a', to: 'b' },
      { from: 'c', to: 'a' },
      { from: 'c', to: '' },
    ];
    const { lines } = layOut(graph({ dependencies: { nodes, links, omitted: 0 } }), 900);
    expect(lines.map(({ way }) => way)).toEqual(['within', 'back', 'back']);
  });

  it('is as wide as there is room, within bounds', () => {
    const dependencies = { ...NOTHING, nodes: [node('a')], links: [] };
    const widths = [100, 400, 5000].map((room) => layOut(graph({ dependencies }), room));
    expect(widths.map(({ box }) => box.width)).toEqual([BOX.least, 176, BOX.most]);
    expect(widths[1]?.width).toBe(400);
  });
});
