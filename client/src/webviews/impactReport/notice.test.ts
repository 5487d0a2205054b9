import { expect, test } from 'vitest';
import { noticeOf } from './notice.ts';

test.each([
  [{ state: 'done' }, false, true, undefined],
  [{ state: 'done' }, true, true, 'Manifests changed since this was checked.'],
  [{ state: 'cancelled' }, false, false, 'The check was cancelled.'],
  [{ state: 'cancelled' }, false, true, 'The check was cancelled. Below is what the run before it found.'],
  [{ state: 'failed', reason: 'It is gone.' }, false, false, 'The check failed: It is gone.'],
] as const)('%j, stale: %s, with a result: %s', (run, isStale, hasResult, words) => {
  expect(noticeOf(run, isStale, hasResult)).toBe(words);
});
