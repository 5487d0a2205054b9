import { describe, expect, it } from 'vitest';
import { Automaton } from './automaton.ts';

describe('an automaton', () => {
  const words = new Automaton([
    { word: 'he', edges: 'both' },
    { word: 'man', edges: 'end' },
    { word: 'blacklist', edges: 'none' },
    { word: 'list', edges: 'both' },
  ]);

  it.each([
    ['When he signs', true],
    ['the other', false],
    ['HE', true],
    ['thenHeSigns', true],
    ['salesman', true],
    ['mandate', false],
    ['prodBLACKLISTsvc', true],
    ['prodblacklistsvc', true],
    ['blacklis', false],
    ['whitelist', false],
    ['white-list', true],
    ['héhe', true],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(words.test(text)).toBe(expected);
  });

  it('goes on after a word that breaks off inside another', () => {
    const nested = new Automaton([
      { word: 'abcd', edges: 'none' },
      { word: 'bce', edges: 'none' },
    ]);
    expect(nested.test('xabcex')).toBe(true);
  });

  it('finds nothing without words', () => {
    expect(new Automaton([]).test('anything')).toBe(false);
  });

  it('refuses what is no letter', () => {
    expect(() => new Automaton([{ word: 'man-hour', edges: 'both' }])).toThrow('"man-hour"');
  });
});
