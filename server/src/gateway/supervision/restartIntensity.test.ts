import { expect, test } from 'vitest';
import { RestartIntensity } from './restartIntensity.ts';

test('what ends seldom is never left alone', () => {
  let now = 0;
  const intensity = new RestartIntensity({ max: 3, withinMs: 60 }, () => now);
  for (; now < 1_000; now += 30) {
    intensity.ended();
    expect(intensity.waitMs).toBe(0);
    now += 1;
  }
});

test('what ends too often is left alone until the first of these ends is long enough ago', () => {
  let now = 0;
  const intensity = new RestartIntensity({ max: 3, withinMs: 60 }, () => now);
  for (now = 10; now <= 30; now += 10) intensity.ended();
  now = 30;
  expect(intensity.waitMs).toBe(40);
  now = 69;
  expect(intensity.waitMs).toBe(1);
  now = 70;
  expect(intensity.waitMs).toBe(0);
  intensity.ended();
  expect(intensity.waitMs).toBe(10);
});

test('with a limit of one, a single end counts', () => {
  let now = 0;
  const intensity = new RestartIntensity({ max: 1, withinMs: 60 }, () => now);
  expect(intensity.waitMs).toBe(0);
  intensity.ended();
  now = 20;
  expect(intensity.waitMs).toBe(40);
});

test('how often something ended is told as long as it counts, and a person may forgive it', () => {
  let now = 0;
  const intensity = new RestartIntensity({ max: 3, withinMs: 60 }, () => now);
  for (now = 10; now <= 40; now += 10) intensity.ended();
  expect(intensity.count).toBe(3);
  now = 90;
  expect(intensity.count).toBe(1);
  for (let i = 0; i < 3; i++) intensity.ended();
  intensity.forgive();
  expect([intensity.count, intensity.waitMs]).toEqual([0, 0]);
});
