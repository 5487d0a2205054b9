import { expect, test } from 'vitest';
import { withoutAllowed } from './allowed.ts';

const RULE = 'impact/protected-attribute';

/** The words of a text that are still found, each of which was. */
function left(text: string, ...allowed: { phrase: string; rules?: string[] }[]): string[] {
  const found = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    rule: RULE as typeof RULE,
    start: index,
    end: index + word.length,
  }));
  const phrases = allowed.map(({ phrase, rules = [] }) => ({ phrase, rules }));
  return withoutAllowed(text, found, phrases).map(({ start, end }) => text.slice(start, end));
}

test('what lies within an allowed phrase is left out, whatever its case and blanks', () => {
  expect(left('The old\n  masters hang', { phrase: ' Old Masters ' })).toEqual(['The', 'hang']);
  expect(left('The Women\u2019s Center', { phrase: "women's" })).toEqual(['The', 'Center']);
});

test('a phrase that covers a part of a finding allows nothing', () => {
  expect(left('women-only', { phrase: 'women' })).toEqual(['women-only']);
});

test('a phrase holds for the rules that it names', () => {
  expect(left('women', { phrase: 'women', rules: ['impact/proxy-attribute'] })).toEqual(['women']);
  expect(left('women', { phrase: 'women', rules: [RULE] })).toEqual([]);
});

test('a phrase is no pattern', () => {
  expect(left('c++ (a|b) c', { phrase: 'c++' }, { phrase: '(a|b)' })).toEqual(['c']);
});
