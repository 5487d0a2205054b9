import { expect, test } from 'vitest';
import type { Plain } from '../manifest/tree.ts';
import { fieldChange, fieldChanges } from './fieldChange.ts';

const changes = (before: Plain, after: Plain) =>
  fieldChanges({ spec: before }, { spec: after }).map(
    ({ field, from, to }) => `${field}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`,
  );

const tier = (name: string, unitPrice: number) => ({ name, unitPrice });

test('of a list that grew or shrank it says which items, and what changes in those that stay', () => {
  expect(
    changes(
      { tiers: [tier('One', 0.4), tier('Group', 0.3), tier('Old', 0.2)] },
      { tiers: [tier('One', 0.4), tier('Group', 0.35), tier('Network', 0.2), tier('Nation', 0.1)] },
    ),
  ).toEqual([
    'spec.tiers[1].unitPrice: 0.3 → 0.35',
    'spec.tiers[2]: nothing → {"name":"Network","unitPrice":0.2}',
    'spec.tiers[3]: nothing → {"name":"Nation","unitPrice":0.1}',
    'spec.tiers[2]: {"name":"Old","unitPrice":0.2} → nothing',
  ]);
  expect(changes({ apis: ['a'] }, { apis: ['a', 'b'] })).toEqual(['spec.apis[1]: nothing → b']);
});

test('a list in another order, or of items that nothing tells apart, changes as a whole', () => {
  expect(changes({ at: ['a', 'b'] }, { at: ['b', 'a', 'c'] })).toEqual([
    'spec.at: ["a","b"] → ["b","a","c"]',
  ]);
  expect(changes({ at: [{ port: 1 }] }, { at: [{ port: 1 }, { port: 2 }] })).toEqual([
    'spec.at: [{"port":1}] → [{"port":1},{"port":2}]',
  ]);
});

test('long texts are shown from where they differ', () => {
  const [before, after] = [`${'a'.repeat(200)}bc`, `${'a'.repeat(200)}dc`];
  expect(fieldChange(['text'], { text: before }, { text: after })).toEqual({
    field: 'text',
    from: `... ${'a'.repeat(24)}bc`,
    to: `... ${'a'.repeat(24)}dc`,
  });
  const early = fieldChange(['text'], { text: `x${after}` }, { text: `y${after}` });
  expect(early.from).toBe(`x${'a'.repeat(75)} ...`);
  expect(early.to).toBe(`y${'a'.repeat(75)} ...`);
});
