import { expect, test, vi } from 'vitest';
import type { GatewayAlert } from '../../../../server/src/protocol/gatewayOverview.ts';
import { AlertQueue } from './alertQueue.ts';

const alert = (cause: string): GatewayAlert => ({ feeling: 'pain', cause, server: 's', message: cause });

/** A queue whose alerts stay until `next` is called. */
function queue() {
  const shown: string[] = [];
  const closers: (() => void)[] = [];
  const made = new AlertQueue(
    ({ cause }) =>
      new Promise((close) => {
        shown.push(cause);
        closers.push(close);
      }),
  );
  return { queue: made, shown, next: () => closers.shift()?.() };
}

test('one alert is shown at a time, in the order in which they came', async () => {
  const { queue: alerts, shown, next } = queue();
  alerts.raise(alert('a'));
  alerts.raise(alert('b'));
  expect(shown).toEqual(['a']);
  next();
  await vi.waitFor(() => expect(shown).toEqual(['a', 'b']), 60_000);
});

test('the same trouble is shown once until it is over', async () => {
  const { queue: alerts, shown, next } = queue();
  alerts.raise(alert('a'));
  alerts.raise(alert('a'));
  next();
  await Promise.resolve();
  alerts.raise(alert('a'));
  expect(shown).toEqual(['a']);
  expect(alerts.settle('a')).toBe(true);
  await vi.waitFor(() => {
    alerts.raise(alert('a'));
    expect(shown).toEqual(['a', 'a']);
  }, 60_000);
});

test('what is over before its turn is neither shown nor told to be over', async () => {
  const { queue: alerts, shown, next } = queue();
  alerts.raise(alert('a'));
  alerts.raise(alert('b'));
  expect(alerts.settle('b')).toBe(false);
  expect(alerts.settle('unheard of')).toBe(false);
  alerts.raise(alert('c'));
  next();
  await vi.waitFor(() => expect(shown).toEqual(['a', 'c']), 60_000);
});
