import { expect, test } from 'vitest';
import { Restarts } from './restarts.ts';

test('each end within a minute is answered later, and the fifth not at all', () => {
  const restarts = new Restarts();
  expect([0, 1, 2, 3, 4].map((second) => restarts.next(second * 1_000))).toEqual([
    250,
    500,
    1_000,
    2_000,
    undefined,
  ]);
});

test('ends far apart are forgiven, and so are all when a person asks', () => {
  const restarts = new Restarts();
  for (let end = 0; end < 20; end++) expect(restarts.next(end * 60_000)).toBe(250);
  for (let end = 0; end < 5; end++) restarts.next(20 * 60_000 + end);
  restarts.renew();
  expect(restarts.next(20 * 60_000 + 6)).toBe(250);
});
