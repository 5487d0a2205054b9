import { expect, test } from 'vitest';
import { matchesPattern } from './matching.ts';

test('a text is held against a pattern', () => {
  expect(matchesPattern('^[a-z]+$', 'abc')).toBe(true);
  expect(matchesPattern('^(?!-)[a-z]+$', '-')).toBe(false);
});

test('what is no pattern lets everything pass', () => {
  expect(matchesPattern('(', 'abc')).toBe(true);
});

test.each(['^(a+)+\\1$', '^(?=a)(a+)+$', '^((a{1,100}){1,100}){1,100}$'])('%s ends', (pattern) => {
  const text = `${'a'.repeat(60)}!`;
  expect(matchesPattern(pattern, text)).toBe('too-long');
  // It is not tried again.
  expect(matchesPattern(pattern, 'a')).toBe('too-long');
});
