import { expect, test } from 'vitest';
import { busyIn } from './serverBusy.ts';

function seconds(status: number, headers: Record<string, string> = {}): number | undefined {
  return busyIn(new Response('', { status, headers }))?.retryAfter;
}

test('a server that has too much to do says when to ask again', () => {
  expect(seconds(429, { 'retry-after': '30' })).toBe(30);
  expect(seconds(503, { 'retry-after': '30' })).toBe(30);
  expect(seconds(429)).toBe(1);
});

test('a moment is as far away as it is by the clock of the server', () => {
  const headers = { date: 'Sat, 01 Jan 2000 00:00:00 GMT', 'retry-after': 'Sat, 01 Jan 2000 00:00:09 GMT' };
  expect(seconds(429, headers)).toBe(9);
});

test('what it cannot mean is not taken for it', () => {
  expect(seconds(429, { 'retry-after': '99999999' })).toBe(3_600);
  expect(seconds(429, { 'retry-after': 'soon' })).toBe(1);
  expect(seconds(429, { 'retry-after': '-5' })).toBe(1);
});

test.each([200, 400, 401, 404, 500, 503])('HTTP %i alone says nothing of the kind', (status) => {
  expect(seconds(status)).toBeUndefined();
});
