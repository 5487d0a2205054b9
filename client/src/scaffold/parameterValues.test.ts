import { expect, test } from 'vitest';
import { readValue, shownValue } from './parameterValues.ts';

test.each([
  ['integer', '8080', 8080],
  ['integer', '80a', '80a'],
  ['integer', '', ''],
  ['number', '-1.5', -1.5],
  ['string', '8080', '8080'],
  ['array', 'a, b ,,c', ['a', 'b', 'c']],
  ['array', '', []],
] as const)('a %s typed as "%s"', (type, text, value) => {
  expect(readValue({ type }, text)).toEqual(value);
});

test('a value is shown as it is typed', () => {
  expect(shownValue(['a', 'b'])).toBe('a, b');
  expect(shownValue(8080)).toBe('8080');
  expect(shownValue(undefined)).toBe('');
});
