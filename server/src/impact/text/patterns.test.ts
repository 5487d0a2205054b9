import { describe, expect, it } from 'vitest';
import { PatternError } from './patternSyntax.ts';
import { PatternTable } from './patterns.ts';
import { wordsOf } from './words.ts';

const classes = { person: ['(tenant~|people)', 'account holder~'], group: ['<person> of faith'] };

function found(pattern: string, text: string): string[] {
  const table = new PatternTable<true>(classes);
  table.add(pattern, true);
  const words = wordsOf(text);
  return table.matches(words).map(({ from, length }) =>
    words
      .slice(from, from + length)
      .map((word) => word.key)
      .join(' '),
  );
}

describe('a pattern', () => {
  it.each([
    ['black list', 'blackList and black-list', ['black list', 'black list']],
    ['drop~ (the)? row', 'Dropped row, drops the row', ['dropped row', 'drops the row']],
    ['<person> (under|over) <number>', 'Account holders over 65', ['account holders over 65']],
    ['no <group>', 'no people of faith', ['no people of faith']],
    ['in _ hands', 'in safe hands, in hands', ['in safe hands']],
    ['driver licence', 'a driver’s licence', ['driver licence']],
    ['a (b (c|d)?|e f)', 'a b d and a e f', ['a b d', 'a b', 'a e f']],
    ['colour', 'colours', []],
  ])('%s in %s', (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it.each(['(a', 'a)', '<nobody> here'])('%s is refused', (pattern) => {
    expect(() => new PatternTable(classes).add(pattern, true)).toThrow(PatternError);
  });
});
