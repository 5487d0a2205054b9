import type { Transport } from '@modelcontextprotocol/client';
import { afterEach, expect, test, vi } from 'vitest';
import { ControlPlaneConnection } from './connection.ts';

afterEach(() => void vi.useRealTimers());

/** The other side of a pipe where nobody answers. */
const silence = (): Transport => ({ start: async () => {}, send: async () => {}, close: async () => {} });

/** For how long, in seconds, somebody who says nothing is waited for at first. */
async function waitedFor(startsWithin?: number): Promise<number> {
  vi.useFakeTimers();
  const link = {
    transport: silence(),
    revision: '2026-07-28',
    ...(startsWithin === undefined ? {} : { startsWithin }),
  };
  let isWaiting = true;
  const connecting = ControlPlaneConnection.open(link).then((connection) => connection.subscribe());
  void connecting.catch(() => {
    isWaiting = false;
  });
  let seconds = 0;
  for (; isWaiting && seconds < 1_000; seconds++) await vi.advanceTimersByTimeAsync(1_000);
  return seconds;
}

test('a control plane that has to start is given the time of a busy machine, another one is soon as good as gone', async () => {
  expect(await waitedFor()).toBeLessThanOrEqual(20);
  const patient = await waitedFor(120_000);
  expect(patient).toBeGreaterThanOrEqual(120);
  expect(patient).toBeLessThanOrEqual(240);
});
