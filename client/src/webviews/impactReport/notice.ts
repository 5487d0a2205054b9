import type { RunState } from './messages.ts';

/** What to know of a run that is over; undefined where its result says it all. */
export function noticeOf(run: RunState, isStale: boolean, hasResult: boolean): string | undefined {
  const earlier = hasResult ? ' Below is what the run before it found.' : '';
  if (run.state === 'cancelled') return `The check was cancelled.${earlier}`;
  if (run.state === 'failed') return `The check failed: ${run.reason}${earlier}`;
  return isStale ? 'Manifests changed since this was checked.' : undefined;
}
