import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LOCAL } from '../access/principal.ts';
import { draft } from '../store/contract/storeFixture.ts';
import { openSqliteStore } from '../store/sqlite/openSqliteStore.ts';
import type { Store } from '../store/store.ts';
import { policy, service } from '../testing.ts';
import { Sampler } from './sampler.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };

describe('a sampler', () => {
  let folder: string;
  let store: Store;
  let samplers: Sampler[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heady-sampler-'));
    store = await openSqliteStore(join(folder, 'catalog.db'), { warn: (message) => expect.fail(message) });
    samplers = [];
  });
  afterEach(async () => {
    for (const sampler of samplers) await sampler.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const sample = (options: { isContinuous?: boolean; interval?: number; node?: string } = {}) => {
    const made = new Sampler(store, {
      node: 'one',
      isContinuous: false,
      interval: 3_600_000,
      onerror: (error) => expect.fail(String(error)),
      ...options,
    });
    samplers.push(made);
    return made;
  };
  const call = { what: 'catalog_get', outcome: 'done', seconds: 0.25, principal: LOCAL } as const;
  const latest = async (environment: 'none' | 'dev' = 'none') =>
    Object.fromEntries(
      (await store.metrics.latest(environment, 0, 100)).map(({ metric, labels, value }) => [
        [metric, ...Object.entries(labels).sort().flat()].join(' '),
        value,
      ]),
    );
  const impact = {
    currency: 'USD',
    investment: 100,
    outcomes: [{ name: 'seen sooner', beneficiaries: 10, valuePerBeneficiary: 30, attribution: 0.5 }],
  };

  it('keeps what a node used and what was called', async () => {
    const sampler = sample();
    sampler.observe(call);
    sampler.observe({ ...call, seconds: 0.75 });
    sampler.observe({ ...call, outcome: 'refused' });
    await sampler.stop();
    const values = await latest();
    const total = await store.metrics.query({
      metric: 'heady_mcp_calls',
      from: Date.now() - 600_000,
      to: Date.now() + 60_000,
      step: 3_600_000,
      aggregation: 'sum',
      labels: { outcome: 'done' },
    });
    expect(total.lines.map(({ points: [point] }) => point?.value)).toEqual([2]);
    expect(values['heady_mcp_call_seconds node one what catalog_get']).toBeCloseTo(1.25 / 3);
    expect(values['heady_node_memory_bytes node one']).toBeGreaterThan(1e6);
    expect(values['heady_host_memory_used_bytes node one']).toBeGreaterThan(1e6);
    expect(values['heady_node_cpu_cores node one']).toBeGreaterThanOrEqual(0);
    expect(values['heady_host_cpu_ratio node one']).toBeLessThanOrEqual(1);
  });

  it('counts the catalog, and adds up what its services state of their impact', async () => {
    await store.catalog.put(draft(service('dev-health-a', { impact })));
    await store.catalog.put(draft(service('dev-health-b', { impact: { ...impact, investment: 200 } })));
    await store.catalog.put(draft(service('dev-health-c', { impact: { investment: 5 } })));
    await store.catalog.put(draft(policy('rails', {})));
    const sampler = sample();
    sampler.observe(call);
    await sampler.stop();
    const of = 'currency USD vertical health';
    expect(await latest('dev')).toEqual({
      'heady_catalog_entries kind Service vertical health': 3,
      [`heady_stated_beneficiaries ${of}`]: 20,
      [`heady_stated_impact_value ${of}`]: 300,
      [`heady_stated_investment ${of}`]: 300,
      [`heady_stated_social_roi ${of}`]: 1,
    });
    expect(await latest()).toHaveProperty(['heady_catalog_entries kind Policy vertical '], 1);
    await store.catalog.retire(draft(service('dev-health-b')));
    await store.catalog.put(draft(service('dev-health-a')));
    sampler.observe(call);
    await sampler.stop();
    const { lines } = await store.metrics.query({
      metric: 'heady_catalog_entries',
      environment: 'dev',
      from: Date.now() - 600_000,
      to: Date.now() + 60_000,
      step: 60_000,
      aggregation: 'min',
    });
    expect(lines.flatMap(({ points }) => points.map(({ value }) => value))).toContain(2);
    expect(await latest('dev')).toMatchObject({
      'heady_catalog_entries kind Service vertical health': 2,
      [`heady_stated_beneficiaries ${of}`]: 0,
      [`heady_stated_impact_value ${of}`]: 0,
      [`heady_stated_investment ${of}`]: 0,
    });
  });

  it('samples by itself while it is called, and does nothing at all while it is not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const record = vi.spyOn(store.metrics, 'record');
    const sampler = sample({ interval: 30_000 });
    expect(vi.getTimerCount()).toBe(0);
    sampler.observe(call);
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(record).toHaveBeenCalledTimes(1), PATIENCE);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(vi.getTimerCount()).toBe(0);
    sampler.observe(call);
    expect(vi.getTimerCount()).toBe(1);
    const continuous = sample({ isContinuous: true, interval: 30_000 });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(vi.getTimerCount()).toBe(1);
    await continuous.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves it to one node to count the catalog', async () => {
    await store.catalog.put(draft(service('dev-health-a')));
    const [one, two] = [sample(), sample({ node: 'two' })];
    for (const sampler of [one, two]) sampler.observe(call);
    await one.stop();
    await two.stop();
    const { lines } = await store.metrics.query({
      metric: 'heady_catalog_entries',
      from: Date.now() - 600_000,
      to: Date.now() + 60_000,
      step: 3_600_000,
      aggregation: 'count',
    });
    expect(lines.map(({ points: [point] }) => point?.value)).toEqual([1]);
  });

  it('says that samples cannot be kept, and goes on', async () => {
    const errors: unknown[] = [];
    const failing = { ...store.metrics, record: () => Promise.reject(new Error('disk full')) };
    const sampler = new Sampler(
      { catalog: store.catalog, leases: store.leases, metrics: failing },
      { node: 'one', isContinuous: true, onerror: (error) => errors.push(error) },
    );
    sampler.observe(call);
    await sampler.stop();
    expect(errors).toEqual([new Error('disk full')]);
  });
});
