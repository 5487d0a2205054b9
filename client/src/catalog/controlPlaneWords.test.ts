import { expect, test } from 'vitest';
import { controlPlaneWords, undecided } from './controlPlaneWords.ts';
import { clockWords } from './times.ts';

const now = new Date(2026, 10, 21, 14, 30);
const noon = new Date(2026, 10, 21, 12, 3);

test('offline says how old the facts are, and what that leaves open', () => {
  const words = controlPlaneWords({ state: 'offline', factsAt: noon.toISOString() }, true, now);
  expect(words.severity).toBe('warning');
  expect(words.detail).toContain('as of 12:03.');
  expect(words.detail).toContain(undecided);
});

test('offline without a single answer promises no facts', () => {
  expect(controlPlaneWords({ state: 'offline' }, false, now).detail).toBe('not reached yet.');
});

test('undecided is said only where something is unknown', () => {
  expect(controlPlaneWords({ state: 'connected' }, false, now).detail).toBe('');
  expect(controlPlaneWords({ state: 'starting' }, true, now)).toMatchObject({
    busy: true,
    detail: undecided,
  });
});

test('a moment more than a day ago says its date', () => {
  expect(clockWords(noon.toISOString(), now, 'en-GB')).toBe('12:03');
  expect(clockWords(new Date(2026, 10, 19, 9, 5).toISOString(), now, 'en-GB')).toMatch(/19 Nov.*09:05/);
});
