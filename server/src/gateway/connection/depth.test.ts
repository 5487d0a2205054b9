import { expect, test } from 'vitest';
import { isTooDeep } from './depth.ts';

const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

test('what can be written again is not too deep, however wide it is', () => {
  const wide = Array.from({ length: 10_000 }, (_, index) => ({ index, list: [null, { text: 'x' }] }));
  for (const value of [null, 1, 'text', {}, wide, nested(500)]) expect(isTooDeep(value)).toBe(false);
});

test('what cannot be written again is', () => {
  expect(() => JSON.stringify(nested(200_000))).toThrow(RangeError);
  expect(isTooDeep({ structuredContent: { a: nested(200_000) } })).toBe(true);
});
