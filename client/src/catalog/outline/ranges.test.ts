import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_ROWS, type Range, rangesOf } from './ranges.ts';

it('leaves alone what a person can look through', () => {
  expect(rangesOf({ start: 0, end: MOST_ROWS })).toEqual([]);
  expect(rangesOf({ start: 0, end: MOST_ROWS + 1 })).toEqual([
    { start: 0, end: MOST_ROWS },
    { start: MOST_ROWS, end: MOST_ROWS + 1 },
  ]);
});

/** The ranges that are not cut any further, and the most rows that stand side by side on the way. */
function opened(range: Range): { leaves: Range[]; widest: number } {
  const ranges = rangesOf(range);
  if (ranges.length === 0) return { leaves: [range], widest: range.end - range.start };
  const inner = ranges.map(opened);
  return {
    leaves: inner.flatMap(({ leaves }) => leaves),
    widest: Math.max(ranges.length, ...inner.map(({ widest }) => widest)),
  };
}

it('cuts any list into all of it, in order, never more rows side by side than can be looked through', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000_000 }), (end) => {
      const { leaves, widest } = opened({ start: 0, end });
      expect(widest).toBeLessThanOrEqual(MOST_ROWS);
      expect(leaves[0]?.start).toBe(0);
      expect(leaves.at(-1)?.end).toBe(end);
      expect(leaves.every((leaf, index) => index === 0 || leaf.start === leaves[index - 1]?.end)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
