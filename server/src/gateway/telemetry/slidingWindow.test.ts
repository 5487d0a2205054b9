import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlidingWindow, WINDOW } from './slidingWindow.ts';

function sliding() {
  let now = 1_000_000;
  const subject = new SlidingWindow(() => now);
  return {
    subject,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('it counts calls, errors and how long calls took', () => {
  const { subject } = sliding();
  for (let i = 1; i <= 100; i++) subject.add(i % 10 === 0, i);
  subject.add(true);
  const { p50 = 0, p95 = 0, ...figures } = subject.figures();
  expect(figures).toEqual({ calls: 101, errors: 11, perMinute: 101, timed: 100 });
  expect(Math.abs(p50 / 50 - 1)).toBeLessThan(0.12);
  expect(Math.abs(p95 / 95 - 1)).toBeLessThan(0.12);
});

test('without calls there are no quantiles', () => {
  expect(sliding().subject.figures()).toEqual({ calls: 0, errors: 0, perMinute: 0, timed: 0 });
});

test('what is over is forgotten: requests after a minute, all else after five', () => {
  const { subject, pass } = sliding();
  subject.add(false, 10);
  pass(60_000);
  subject.add(false, 10);
  expect(subject.figures().calls).toBe(2);
  pass(60_000);
  expect(subject.figures().perMinute).toBeLessThanOrEqual(1);
  pass(WINDOW);
  expect(subject.figures().calls).toBe(0);
});

test('quantiles of anything are right to within an eighth', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.05, max: 1_000_000, noNaN: true }), { minLength: 1 }),
      (durations) => {
        const { subject } = sliding();
        for (const duration of durations) subject.add(false, duration);
        const sorted = [...durations].sort((a, b) => a - b);
        const exact = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
        const { p50 = 0, p95 = 0 } = subject.figures();
        expect(Math.abs(p50 / exact(0.5) - 1)).toBeLessThan(0.125);
        expect(Math.abs(p95 / exact(0.95) - 1)).toBeLessThan(0.125);
      },
    ),
  );
});
