import { isEnvironment } from '../../../manifest/environment.ts';
import {
  type Aggregation,
  type LatestMetric,
  MAX_LINES,
  MAX_POINTS,
  type MetricLine,
  type MetricPoint,
  type MetricQuery,
  type MetricResult,
  type MetricSample,
  type MetricSeries,
  type MetricStore,
  RESOLUTIONS,
} from '../metricStore.ts';
import type { SqlDatabase, SqlRow, Transaction } from './sql.ts';
import { storable } from './values.ts';

/** How often what is too old is removed, in milliseconds. */
const SWEEP = 3_600_000;

/** Samples that share a transaction, at most: others want to come in between. */
const BATCH = 100;

/** Series that are looked at to find those that have the labels asked for. */
const MAX_CANDIDATES = 10_000;

const AGGREGATES: Readonly<Record<Aggregation, string>> = {
  average: 'sum(sum) / sum(count)',
  sum: 'sum(sum)',
  min: 'min(min)',
  max: 'max(max)',
  count: 'sum(count)',
};

export class SqlMetrics implements MetricStore {
  readonly #database: SqlDatabase;
  #sweptAt = 0;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async record(samples: readonly MetricSample[]): Promise<void> {
    for (let start = 0; start < samples.length; start += BATCH) {
      await this.#database.transaction({ lock: 'metrics', durable: false }, async (sql) => {
        await Promise.all(samples.slice(start, start + BATCH).map((sample) => add(sql, sample)));
      });
    }
    await this.#sweep();
  }

  async query({ from, to, aggregation, ...query }: MetricQuery): Promise<MetricResult> {
    const { resolution, step } = spansOf(from, to, query.step);
    const series = await this.#find(query);
    const lines: MetricLine[] = [];
    for (const { id, ...found } of series.slice(0, MAX_LINES)) {
      const rows = await this.#database.all(
        `SELECT start_at / CAST(? AS BIGINT) AS slot, ${AGGREGATES[aggregation]} AS value FROM metric_bucket
         WHERE series = ? AND resolution = ? AND start_at >= ? AND start_at < ?
         GROUP BY slot ORDER BY slot LIMIT ${MAX_POINTS}`,
        [step, id, resolution, floorTo(from, step), to],
      );
      const points = rows.map(
        (row): MetricPoint => ({ at: Number(row.slot) * step, value: Number(row.value) }),
      );
      if (points.length) lines.push({ ...found, points });
    }
    return { step, lines, isCut: series.length > MAX_LINES };
  }

  async latest(
    environment: MetricQuery['environment'] & string,
    since: number,
    limit: number,
  ): Promise<LatestMetric[]> {
    const [{ resolution }] = RESOLUTIONS;
    const rows = await this.#database.all(
      `SELECT s.metric, s.environment, s.labels, s.last_at, b.last FROM metric_series s
       JOIN metric_bucket b ON b.series = s.id AND b.resolution = ${resolution}
         AND b.start_at = s.last_at - s.last_at % ${resolution}
       WHERE s.environment = ? AND s.last_at >= ? ORDER BY s.metric, s.labels LIMIT ?`,
      [columnOf(environment), since, limit],
    );
    return rows.map((row) => ({ ...seriesOf(row), at: Number(row.last_at), value: Number(row.last) }));
  }

  async #find({
    metric,
    environment,
    labels = {},
  }: Pick<MetricQuery, 'metric' | 'environment' | 'labels'>): Promise<(MetricSeries & { id: number })[]> {
    const rows = await this.#database.all(
      `SELECT * FROM metric_series WHERE metric = ? ${environment === undefined ? '' : 'AND environment = ?'}
       ORDER BY environment, labels LIMIT ${MAX_CANDIDATES}`,
      [storable(metric), ...(environment === undefined ? [] : [columnOf(environment)])],
    );
    const wanted = Object.entries(labels);
    return rows
      .map((row) => ({ id: Number(row.id), ...seriesOf(row) }))
      .filter((series) => wanted.every(([name, value]) => series.labels[name] === value));
  }

  async #sweep(): Promise<void> {
    const now = Date.now();
    if (now - this.#sweptAt < SWEEP) return;
    this.#sweptAt = now;
    await this.#database.transaction({ lock: 'metrics', durable: false }, async (sql) => {
      for (const { resolution, keep } of RESOLUTIONS) {
        await sql.run('DELETE FROM metric_bucket WHERE resolution = ? AND start_at < ?', [
          resolution,
          now - keep,
        ]);
      }
      const longest = Math.max(...RESOLUTIONS.map(({ keep }) => keep));
      await sql.run('DELETE FROM metric_series WHERE last_at < ?', [now - longest]);
    });
  }
}

async function add(sql: Transaction, { at, count, sum, min, max, ...series }: MetricSample): Promise<void> {
  const row = await sql.get(
    `INSERT INTO metric_series (metric, environment, labels, last_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (metric, environment, labels) DO UPDATE SET last_at =
       CASE WHEN excluded.last_at > metric_series.last_at THEN excluded.last_at ELSE metric_series.last_at END
     RETURNING id`,
    [storable(series.metric), series.environment ?? '', labelText(series.labels), at],
  );
  for (const { resolution } of RESOLUTIONS) {
    sql.send(
      `INSERT INTO metric_bucket (series, resolution, start_at, count, sum, min, max, last)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (series, resolution, start_at) DO UPDATE SET
         count = metric_bucket.count + excluded.count, sum = metric_bucket.sum + excluded.sum,
         min = CASE WHEN excluded.min < metric_bucket.min THEN excluded.min ELSE metric_bucket.min END,
         max = CASE WHEN excluded.max > metric_bucket.max THEN excluded.max ELSE metric_bucket.max END,
         last = excluded.last`,
      [Number(row?.id), resolution, floorTo(at, resolution), count, sum, min, max, sum / count],
    );
  }
}

/** The most closely kept samples that reach back far enough, and a step that fits them and the number of points. */
function spansOf(from: number, to: number, wanted: number): { resolution: number; step: number } {
  const age = Date.now() - from;
  const closest = RESOLUTIONS.find(({ keep }) => age <= keep)?.resolution ?? RESOLUTIONS[2].resolution;
  const least = Math.max(wanted, closest, Math.ceil((to - from) / (MAX_POINTS - 1)));
  const resolution = Math.max(
    ...RESOLUTIONS.map((each) => each.resolution).filter((each) => each <= least && each >= closest),
  );
  return { resolution, step: Math.ceil(least / resolution) * resolution };
}

function floorTo(at: number, span: number): number {
  return Math.floor(at / span) * span;
}

function columnOf(environment: string): string {
  return environment === 'none' ? '' : environment;
}

/** The same text whatever the order of the labels. */
function labelText(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.entries(labels)
      .map(([name, value]) => [storable(name), storable(value)])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function seriesOf(row: SqlRow): MetricSeries {
  return {
    metric: String(row.metric),
    ...(isEnvironment(row.environment) ? { environment: row.environment } : {}),
    labels: Object.fromEntries(JSON.parse(String(row.labels))),
  };
}
