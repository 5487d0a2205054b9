import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_LINES, MAX_POINTS, type MetricSample, measured, RESOLUTIONS } from '../metricStore.ts';
import type { Store } from '../store.ts';
import type { StoreFixture } from './storeFixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What every store of metrics keeps to. */
export function describeMetrics(use: () => StoreFixture): void {
  let store: Store;
  let other: Store;
  /** The beginning of an hour that is over, so that all of it lies in the past. */
  let hour: number;
  beforeEach(async () => {
    store = await use().open();
    other = await use().open();
    hour = Math.floor(Date.now() / (2 * HOUR)) * 2 * HOUR - 2 * HOUR;
  });

  const sample = (at: number, value: number, rest: Partial<MetricSample> = {}): MetricSample => ({
    metric: 'temperature',
    labels: { node: 'one' },
    at,
    ...measured(value),
    ...rest,
  });
  const ask = (rest = {}) => ({
    metric: 'temperature',
    from: hour,
    to: hour + HOUR,
    step: 10 * MINUTE,
    aggregation: 'average' as const,
    ...rest,
  });

  describe('metrics', () => {
    it('add up what several nodes measured in a span of time', async () => {
      await store.metrics.record([sample(hour, 1), sample(hour + MINUTE, 3), sample(hour + 11 * MINUTE, 7)]);
      await other.metrics.record([sample(hour + 2 * MINUTE, 5.5)]);
      const expected = { average: [9.5 / 3, 7], sum: [9.5, 7], min: [1, 7], max: [5.5, 7], count: [3, 1] };
      for (const [aggregation, values] of Object.entries(expected)) {
        const { lines, step } = await store.metrics.query(ask({ aggregation }));
        expect(step).toBe(10 * MINUTE);
        expect(lines).toEqual([
          {
            metric: 'temperature',
            labels: { node: 'one' },
            points: values.map((value, i) => ({ at: hour + i * 10 * MINUTE, value })),
          },
        ]);
      }
    });

    it('are told apart by environment and labels, in whatever order these are given', async () => {
      await store.metrics.record([
        sample(hour, 1, { labels: { a: 'x', b: 'y' } }),
        sample(hour, 2, { labels: { b: 'y', a: 'x' } }),
        sample(hour, 3, { labels: { a: "it's", b: '"?' } }),
        sample(hour, 4, { environment: 'prod', labels: { a: 'x' } }),
      ]);
      const values = async (rest: object) =>
        (await other.metrics.query(ask({ aggregation: 'sum', ...rest }))).lines.map(
          ({ points: [point] }) => point?.value,
        );
      expect(await values({})).toEqual([3, 3, 4]);
      expect(await values({ environment: 'prod' })).toEqual([4]);
      expect(await values({ environment: 'none' })).toEqual([3, 3]);
      expect(await values({ labels: { a: 'x' } })).toEqual([3, 4]);
      expect(await values({ labels: { a: "it's", b: '"?' } })).toEqual([3]);
      expect(await values({ labels: { c: 'x' } })).toEqual([]);
      expect(await values({ metric: "x' OR 1=1 --" })).toEqual([]);
    });

    it('give as many points and lines as there may be, and say so', async () => {
      const { lines, step } = await store.metrics.query(ask({ from: hour - 20 * DAY, step: 1 }));
      expect([lines, step >= (20 * DAY) / MAX_POINTS]).toEqual([[], true]);
      const samples = Array.from({ length: MAX_LINES + 1 }, (_, i) =>
        sample(hour, i, { labels: { i: `${i}` } }),
      );
      await store.metrics.record(samples);
      const result = await store.metrics.query(ask());
      expect([result.lines.length, result.isCut]).toEqual([MAX_LINES, true]);
    });

    it('are kept the less closely the older they are, and then no longer', async () => {
      const [minutes, , hours] = RESOLUTIONS;
      const old = hour - minutes.keep - 10 * DAY;
      await store.metrics.record([sample(old, 1), sample(old + MINUTE, 2)]);
      const { step, lines } = await store.metrics.query(ask({ from: old, to: old + DAY, step: MINUTE }));
      expect(step).toBe(hours.resolution);
      expect(lines.map(({ points }) => points.map(({ value }) => value))).toEqual([[1.5]]);
      const ancient = hour - hours.keep - DAY;
      const fresh = await use().open();
      await fresh.metrics.record([sample(ancient, 1, { metric: 'ancient' })]);
      const asked = ask({ metric: 'ancient', from: ancient - HOUR, to: ancient + HOUR });
      expect((await fresh.metrics.query(asked)).lines).toEqual([]);
    });

    it('say what each series said last', async () => {
      await store.metrics.record([
        sample(hour, 1),
        sample(hour + 5 * MINUTE, 2),
        sample(hour, 3, { environment: 'dev' }),
        sample(hour - DAY, 4, { metric: 'other' }),
      ]);
      const latest = (environment: 'none' | 'dev', limit = 10) =>
        other.metrics.latest(environment, hour - HOUR, limit);
      expect(await latest('none')).toEqual([
        { metric: 'temperature', labels: { node: 'one' }, at: hour + 5 * MINUTE, value: 2 },
      ]);
      expect((await latest('dev')).map(({ value }) => value)).toEqual([3]);
      expect(await latest('dev', 0)).toEqual([]);
    });

    it('do not mind to be recorded by many at once', async () => {
      const turns = Array.from({ length: 10 }, (_, i) =>
        (i % 2 ? store : other).metrics.record([sample(hour, 1), sample(hour, 1, { labels: { i: `${i}` } })]),
      );
      await Promise.all(turns);
      const { lines } = await store.metrics.query(ask({ aggregation: 'count', labels: { node: 'one' } }));
      expect(lines.map(({ points: [point] }) => point?.value)).toEqual([10]);
    });
  });
}
