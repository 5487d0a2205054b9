import { describe, expect, it } from 'vitest';
import { MemoryQuotas, takeRate } from './rateLimiter.ts';

const MINUTE = 60_000;

describe('MemoryQuotas', () => {
  it('grants the limit at once, and as many again over the window, evenly', async () => {
    let now = 0;
    const quotas = new MemoryQuotas(() => now);
    const take = () => quotas.take('user:a', { limit: 60, window: MINUTE });
    for (let i = 0; i < 60; i++) expect(await take()).toMatchObject({ granted: true });
    expect(await take()).toEqual({ granted: false, remaining: 0, retryAfter: expect.closeTo(1_000) });
    now += 999;
    expect((await take()).granted).toBe(false);
    now += 1;
    expect((await take()).granted).toBe(true);
    expect((await take()).granted).toBe(false);
    now += MINUTE;
    for (let i = 0; i < 60; i++) expect((await take()).granted).toBe(true);
    expect((await take()).granted).toBe(false);
  });

  it('keeps names apart, and counts what several cost', async () => {
    const quotas = new MemoryQuotas(() => 0);
    const quota = { limit: 10, window: MINUTE };
    expect(await quotas.take('a', quota, 10)).toMatchObject({ granted: true });
    expect((await quotas.take('a', quota)).granted).toBe(false);
    expect(await quotas.take('b', quota, 4)).toMatchObject({ granted: true });
    expect(await quotas.take('b', quota, 7)).toEqual({
      granted: false,
      remaining: 6,
      retryAfter: expect.closeTo(6_000),
    });
    expect(await quotas.take('b', quota, 6)).toMatchObject({ granted: true });
    expect(await quotas.take('c', quota, 11)).toEqual({
      granted: false,
      remaining: 10,
      retryAfter: undefined,
    });
  });
});

describe('takeRate', () => {
  it('names the first limit that is reached', async () => {
    const quotas = new MemoryQuotas(() => 0);
    const limits = [
      { name: 'user', key: 'a', perMinute: 3 },
      { name: 'workspace', key: 'w', perMinute: 2 },
    ];
    expect(await takeRate(quotas, limits)).toBeUndefined();
    expect(await takeRate(quotas, limits)).toBeUndefined();
    expect(await takeRate(quotas, limits)).toMatchObject({ limit: { name: 'workspace' }, retryAfter: 30 });
    expect(await takeRate(quotas, limits)).toMatchObject({ limit: { name: 'user' }, retryAfter: 20 });
  });
});
