import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy.ts';

/** Names from the best to the worst; those that do not fit are left out. */
function ranked(word: string, ...names: string[]): string[] {
  return names
    .map((name) => ({ name, score: fuzzyScore(word, name) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ name }) => name);
}

it('prefers a name in one piece to letters apart', () => {
  expect(ranked('bill', 'dev-b-ill-x', 'dev-health-billing')).toEqual(['dev-health-billing', 'dev-b-ill-x']);
});

it('prefers the start of a name, then of a segment, then anywhere; then the shorter name', () => {
  expect(ranked('etl', 'dev-data-petlist', 'dev-data-etl-long', 'dev-data-etl', 'etl-x')).toEqual([
    'etl-x',
    'dev-data-etl',
    'dev-data-etl-long',
    'dev-data-petlist',
  ]);
});

it('finds initials of segments', () => {
  expect(ranked('phb', 'dev-hub-p', 'prod-health-billing')).toEqual(['prod-health-billing']);
  expect(ranked('phb', 'prod-health-billing', 'prophecy-xbit')[0]).toBe('prod-health-billing');
});

it('does not miss a name for going after the start of a segment', () => {
  expect(fuzzyScore('ab', 'xabx-a')).toBeDefined();
  expect(fuzzyScore('acb', 'axcb-c')).toBeDefined();
});

it('fits exactly the names that hold the letters in their order', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (word, name) => {
      fc.pre(word !== '');
      const inOrder = new RegExp([...word].map((letter) => letter.replace('-', '\\-')).join('.*'));
      expect(fuzzyScore(word, name) !== undefined).toBe(inOrder.test(name));
    }),
  );
});
