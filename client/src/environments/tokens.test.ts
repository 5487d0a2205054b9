import { expect, test } from 'vitest';
import { originsOf, tokenIn, tokenProblem } from './tokens.ts';

test('nodes on one origin share a token, others get it too', () => {
  const urls = ['https://a.example:8443/mcp', 'https://a.example:8443/other', 'https://b.example/mcp'];
  expect(originsOf(urls)).toEqual(['https://a.example:8443', 'https://b.example']);
});

test('what was pasted around a token is left out', () => {
  expect(tokenIn('  Bearer abc.def-1_2\n')).toBe('abc.def-1_2');
  expect(tokenIn('Authorization: Bearer abc')).toBe('abc');
  expect(tokenIn('abc==')).toBe('abc==');
});

test('what cannot be sent as a token is told at once', () => {
  expect(tokenProblem('Bearer abc==')).toBeUndefined();
  expect(tokenProblem('  ')).toMatch(/^Paste/);
  expect(tokenProblem('two words')).toMatch(/no spaces/);
  expect(tokenProblem('"abc"')).toMatch(/quotes/);
});
