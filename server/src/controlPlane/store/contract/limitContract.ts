import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../store.ts';
import type { StoreFixture } from './storeFixture.ts';

const HOUR = 3_600_000;

/** What every store of quotas and leases keeps to. */
export function describeLimits(use: () => StoreFixture): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    store = await use().open();
    other = await use().open();
  });

  describe('a quota', () => {
    it('grants as much as it allows, over all nodes, and says when there is more', async () => {
      const quota = { limit: 5, window: HOUR };
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) => (i % 2 ? store : other).quotas.take('ada', quota)),
      );
      expect(results.filter(({ granted }) => granted)).toHaveLength(5);
      const refused = await store.quotas.take('ada', quota);
      expect(refused).toMatchObject({ granted: false, remaining: 0 });
      const { retryAfter = 0 } = refused.granted ? {} : refused;
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(HOUR / 5);
      expect(await store.quotas.take('bob', quota)).toEqual({ granted: true, remaining: 4 });
    });

    it('fills up again with time', async () => {
      const quota = { limit: 2, window: 1_000 };
      for (const granted of [true, true, false]) {
        expect(await store.quotas.take('ada', quota)).toMatchObject({ granted });
      }
      await sleep(600);
      expect(await store.quotas.take('ada', quota)).toMatchObject({ granted: true });
      expect(await store.quotas.take('ada', quota)).toMatchObject({ granted: false });
    });

    it('takes as much as something costs, or nothing', async () => {
      const quota = { limit: 10, window: HOUR };
      expect(await store.quotas.take('ada', quota, 7)).toEqual({ granted: true, remaining: 3 });
      expect(await store.quotas.take('ada', quota, 4)).toMatchObject({ granted: false, remaining: 3 });
      expect(await store.quotas.take('ada', quota, 3)).toMatchObject({ granted: true });
      expect(await store.quotas.take('bob', quota, 11)).toEqual({
        granted: false,
        remaining: 10,
        retryAfter: undefined,
      });
    });
  });

  describe('a lease', () => {
    it('is held by one over all nodes, until it is released', async () => {
      const takers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((holder, i) =>
          (i % 2 ? store : other).leases.take('probe', holder, { ttl: HOUR }),
        ),
      );
      expect(takers.filter(Boolean)).toHaveLength(1);
      const holder = ['a', 'b', 'c', 'd'][takers.indexOf(true)] ?? '';
      expect(await other.leases.release('probe', 'somebody else')).toBe(false);
      expect(await other.leases.take('probe', 'e', { ttl: HOUR })).toBe(false);
      expect(await other.leases.release('probe', holder)).toBe(true);
      expect(await store.leases.take('probe', 'e', { ttl: HOUR })).toBe(true);
    });

    it('is free again when its time is over, unless it is renewed', async () => {
      expect(await store.leases.take('probe', 'a', { ttl: 200 })).toBe(true);
      expect(await store.leases.take('probe', 'a', { ttl: 1_000 })).toBe(true);
      await sleep(300);
      expect(await other.leases.take('probe', 'b', { ttl: HOUR })).toBe(false);
      await sleep(900);
      expect(await store.leases.release('probe', 'a')).toBe(false);
      expect(await other.leases.take('probe', 'b', { ttl: HOUR })).toBe(true);
    });

    it('may be held by as many as there is room for', async () => {
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          (i % 2 ? store : other).leases.take('calls', `call ${i}`, { ttl: HOUR, capacity: 4 }),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(4);
    });
  });
}
