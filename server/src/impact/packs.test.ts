import { describe, expect, it, test } from 'vitest';
import { RULE_IDS } from '../manifest/schemas.ts';
import { checkText, impactKnowledge } from './check.ts';
import { packs, packsFor } from './packs.ts';

test('every pack names rules that there are, and where its words come from', () => {
  expect(packs.map(({ id }) => id).sort()).toEqual([
    'benefits',
    'education',
    'health',
    'hiring',
    'housing',
    'lending',
    'nonprofit',
  ]);
  for (const { checks, terms, verticals } of packs) {
    for (const rule of Object.keys(checks)) {
      expect(RULE_IDS).toContain(rule);
      expect(rule).toMatch(/^impact\//);
    }
    expect(verticals.length).toBeGreaterThan(0);
    for (const { source, reason, alternatives } of terms) {
      expect(source).toMatch(/\S/);
      expect(reason).toMatch(/\.$/);
      expect(alternatives?.length).toBeGreaterThan(0);
    }
  }
});

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (_, { terms }) => {
  const knowledge = impactKnowledge({ terms, allowed: [] });

  it.each(terms.map(({ example, pattern }) => [example, pattern] as const))(
    'finds %j',
    (example, pattern) => {
      const found = checkText(example, 'description', knowledge);
      const expected = new RegExp(pattern, 'i').exec(example);
      expect(expected, pattern).not.toBeNull();
      // Where the built-in words know it too, they may mark less or more of it.
      expect(
        found.some(
          ({ start, end }) =>
            start < (expected?.index ?? 0) + (expected?.[0].length ?? 0) && end > (expected?.index ?? 0),
        ),
      ).toBe(true);
    },
  );
});

test('a pack is for the verticals that it names, and those whose focus is on its subject', () => {
  const idsOf = (vertical: string, ...focus: string[]) => packsFor(vertical, focus).map(({ id }) => id);
  expect(idsOf('health')).toEqual(['health']);
  expect(idsOf('gallery', 'Pictures for everybody')).toEqual([]);
  expect(idsOf('homes-first', 'Affordable housing, and loans for deposits')).toEqual(['housing', 'lending']);
  expect(idsOf('x', 'Healthy food')).toEqual([]);
});
