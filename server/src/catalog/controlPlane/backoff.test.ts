import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

describe('Backoff', () => {
  it('doubles from a quarter of a second up to fifteen', () => {
    const backoff = new Backoff();
    expect(Array.from({ length: 8 }, () => backoff.failed())).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });

  it('starts over after a connection that held, not after one that broke at once', () => {
    let now = 0;
    const backoff = new Backoff(() => now);
    backoff.failed();
    backoff.connected();
    now += 9_999;
    expect(backoff.failed()).toBe(500);
    backoff.connected();
    now += 10_000;
    expect(backoff.failed()).toBe(250);
    expect(backoff.failed()).toBe(500);
  });

  it('starts over when told to', () => {
    const backoff = new Backoff();
    backoff.failed();
    backoff.reset();
    expect(backoff.failed()).toBe(250);
  });
});
