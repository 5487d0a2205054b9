import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { quiescence } from '../policy/testCall.ts';
import { type Alert, Alerts } from './alerts.ts';
import { type QuietHours, quietFor, quietHoursOf } from './quietHours.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 21, 12, 0) });
});
afterEach(() => {
  vi.useRealTimers();
});

const about = (cause: string) => ({ cause, server: 'server', message: cause });

/** @param isBusy whether whoever is told takes their time */
function listening({ quiet, isBusy = false }: { quiet?: QuietHours; isBusy?: boolean } = {}) {
  const told: string[] = [];
  const ready: (() => void)[] = [];
  const deliver = ({ feeling, cause }: Alert) => {
    told.push(`${feeling} ${cause}`);
    return isBusy ? new Promise<void>((resolve) => ready.push(resolve)) : undefined;
  };
  const alerts = new Alerts(quiet ? { quiet } : {});
  alerts.listen(deliver);
  return {
    alerts,
    told,
    dismiss: async () => {
      ready.shift()?.();
      await quiescence();
    },
  };
}

test('each trouble is told once until it is over, and that it is over once', async () => {
  const { alerts, told } = listening();
  for (let i = 0; i < 3; i++) alerts.raise(about('slow'));
  await quiescence();
  expect(alerts.active).toMatchObject([{ cause: 'slow' }]);
  for (let i = 0; i < 3; i++) alerts.recover(about('slow'));
  await quiescence();
  alerts.recover(about('nothing'));
  alerts.raise(about('slow'));
  await quiescence();
  expect(told).toEqual(['pain slow', 'pleasure slow', 'pain slow']);
});

test('one thing at a time; what comes and goes meanwhile is not told', async () => {
  const { alerts, told, dismiss } = listening({ isBusy: true });
  alerts.raise(about('first'));
  alerts.raise(about('second'));
  alerts.raise(about('flickering'));
  alerts.recover(about('flickering'));
  expect(told).toEqual(['pain first']);
  alerts.recover(about('first'));
  alerts.raise(about('first'));
  await dismiss();
  expect(told).toEqual(['pain first', 'pain second']);
  alerts.recover(about('first'));
  await dismiss();
  await dismiss();
  expect(told).toEqual(['pain first', 'pain second', 'pleasure first']);
});

test('who cannot be told of one thing is told of the next, and others are told of both', async () => {
  const deliver = vi.fn(() => {
    throw new Error('the window is gone');
  });
  const { alerts, told } = listening();
  const stop = alerts.listen(deliver);
  alerts.raise(about('first'));
  alerts.raise(about('second'));
  await quiescence();
  expect(deliver).toHaveBeenCalledTimes(2);
  stop();
  alerts.raise(about('third'));
  await quiescence();
  expect(deliver).toHaveBeenCalledTimes(2);
  expect(told).toHaveLength(3);
});

test('in quiet hours nothing is told; after them what is still so', async () => {
  vi.setSystemTime(new Date(2026, 10, 21, 23, 30));
  const { alerts, told } = listening({ quiet: { from: 22 * 60, until: 7 * 60 } });
  alerts.raise(about('lasting'));
  alerts.raise(about('passing'));
  await vi.advanceTimersByTimeAsync(3_600_000);
  alerts.recover(about('passing'));
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(6.5 * 3_600_000);
  expect(told).toEqual(['pain lasting']);
});

test('once closed it says nothing', async () => {
  const { alerts, told } = listening();
  alerts.close();
  alerts.raise(about('late'));
  await quiescence();
  expect(told).toEqual([]);
});

test('over any schedule pain and its end alternate for each cause, and in the end what was told is so', async () => {
  const step = fc.record({
    what: fc.constantFrom('raise' as const, 'recover' as const, 'dismiss' as const),
    cause: fc.constantFrom('a', 'b', 'c'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { alerts, told, dismiss } = listening({ isBusy: true });
      for (const { what, cause } of steps) {
        if (what === 'dismiss') await dismiss();
        else alerts[what](about(cause));
      }
      for (let i = 0; i <= steps.length; i++) await dismiss();
      for (const cause of ['a', 'b', 'c']) {
        const heard = told.filter((each) => each.endsWith(` ${cause}`)).map((each) => each.split(' ')[0]);
        expect(heard).toEqual(heard.map((_, i) => (i % 2 === 0 ? 'pain' : 'pleasure')));
        const isActive = alerts.active.some((each) => each.cause === cause);
        expect(heard.at(-1) === 'pain').toBe(isActive);
      }
    }),
  );
});

test('quiet hours are within a day, or over midnight', () => {
  const at = (hours: number, minutes: number) => new Date(2026, 10, 21, hours, minutes, 30);
  const night = quietHoursOf('22:00-07:00') ?? expect.fail('it is of the form');
  const noon = quietHoursOf('12:30-13:00') ?? expect.fail('it is of the form');
  expect(quietFor(night, at(22, 0))).toBe(9 * 3_600_000 - 30_000);
  expect(quietFor(night, at(6, 59))).toBe(30_000);
  expect(quietFor(night, at(7, 0))).toBe(0);
  expect(quietFor(night, at(21, 59))).toBe(0);
  expect(quietFor(noon, at(12, 45))).toBe(15 * 60_000 - 30_000);
  expect(quietFor(noon, at(12, 29))).toBe(0);
  for (const text of ['', '22-7', '22:00', '24:00-07:00', '22:60-07:00', '07:00-07:00', ' 22:00-07:00'])
    expect(quietHoursOf(text)).toBeUndefined();
});
