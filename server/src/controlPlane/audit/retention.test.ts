import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenedStore, openStore } from '../openStore.ts';
import { draft } from '../store/contract/storeFixture.ts';
import { vertical } from '../testing.ts';
import { keepRetention, removeOutdated, retentionOf } from './retention.ts';

const DAY = 86_400_000;
const OPTIONS = { days: 90, node: 'node-1' };

let folder: string;
let store: OpenedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-retention-'));
  store = await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {});
});

afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  rmSync(folder, { recursive: true });
});

const asking = (name: string, auditRetentionDays: number) => {
  const manifest = vertical(name);
  return draft({ ...manifest, spec: { ...manifest.spec, auditRetentionDays } });
};

/** Records something as if so many days ago. */
async function recordAgo(days: number, action: string, more: object = {}) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - days * DAY });
  await store.audit.append([{ actor: 'ada', action, outcome: 'done', ...more }]);
  vi.useRealTimers();
}

const kept = async () => (await store.audit.query({}, 100)).map(({ action }) => action);

describe('retention', () => {
  it('keeps what its vertical asks for, and no less than the rest', async () => {
    await store.catalog.put(asking('health', 2_190));
    await store.catalog.put(asking('media', 30));
    await store.catalog.put(draft(vertical('plain')));
    const now = Date.UTC(2026, 0, 1);
    expect(await retentionOf(store.catalog, 90, now)).toEqual({
      before: new Date(now - 90 * DAY).toISOString(),
      verticals: { health: new Date(now - 2_190 * DAY).toISOString() },
    });
  });

  it('goes by what a retired vertical asked, however long that is', async () => {
    await store.catalog.put(asking('old', 9_999_999_999));
    await store.catalog.retire(asking('old', 9_999_999_999));
    expect(await retentionOf(store.catalog, 90, Date.now())).toMatchObject({
      verticals: { old: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('removes what is older, says so in the log and leaves the chain whole', async () => {
    await store.catalog.put(asking('health', 365));
    await recordAgo(400, 'long over', { vertical: 'health' });
    await recordAgo(100, 'kept by its vertical', { vertical: 'health' });
    await recordAgo(91, 'over');
    await recordAgo(89, 'young');
    expect(await removeOutdated(store, OPTIONS)).toBe(2);
    expect(await kept()).toEqual(['audit.prune', 'young', 'kept by its vertical']);
    expect((await store.audit.query({ action: 'audit.prune' }, 1))[0]).toMatchObject({
      actor: 'heady',
      node: 'node-1',
      details: { removed: 2 },
    });
    expect(await store.audit.verify()).toMatchObject({ valid: true, records: 3 });
  });

  it('is done once a day, whichever node does it', async () => {
    const other = await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {});
    const runs = await Promise.all([store, other, store].map((each) => removeOutdated(each, OPTIONS)));
    expect(runs.filter((run) => run !== undefined)).toEqual([0]);
    await other.close();
  });

  it('is tried again where it failed', async () => {
    const failing = {
      ...store,
      audit: { ...store.audit, prune: () => Promise.reject(new Error('the disk is full')) },
    };
    await expect(removeOutdated(failing, OPTIONS)).rejects.toThrow('the disk is full');
    expect(await removeOutdated(store, OPTIONS)).toBe(0);
  });

  it('runs by itself, and tells what it did', async () => {
    await recordAgo(91, 'over');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const reported: unknown[] = [];
    const stop = keepRetention(store, { ...OPTIONS, report: (result) => reported.push(result) });
    vi.advanceTimersByTime(120_000);
    await stop();
    expect(reported).toEqual([{ removed: 1 }]);
    vi.advanceTimersByTime(DAY);
    await stop();
    expect(await kept()).toEqual(['audit.prune']);
  });

  it('tells why it could not run, and goes on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const error = new Error('the store is away');
    const away = { ...store, leases: { ...store.leases, take: () => Promise.reject(error) } };
    const reported: unknown[] = [];
    const stop = keepRetention(away, { ...OPTIONS, report: (result) => reported.push(result) });
    vi.advanceTimersByTime(120_000);
    await vi.waitFor(() => expect(reported).toEqual([{ error }]), 60_000);
    vi.advanceTimersByTime(3_600_000);
    await vi.waitFor(() => expect(reported).toHaveLength(2), 60_000);
    await stop();
  });
});
