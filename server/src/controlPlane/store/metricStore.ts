import type { Environment } from '../../manifest/document.ts';

/** What tells one line of a chart from the others. */
export interface MetricSeries {
  metric: string;
  /** Absent: it belongs to no environment, as the figures of a node. */
  environment?: Environment;
  labels: Readonly<Record<string, string>>;
}

/** What was measured, once or several times over. */
export interface Measurement {
  /** How many times. */
  count: number;
  sum: number;
  min: number;
  max: number;
}

export interface MetricSample extends MetricSeries, Measurement {
  /** Milliseconds since 1970. */
  at: number;
}

export const AGGREGATIONS = ['average', 'sum', 'min', 'max', 'count'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface MetricQuery {
  metric: string;
  /** Absent: any; `none`: what belongs to no environment. */
  environment?: Environment | 'none';
  /** Labels that a series must have with these values; it may have others. */
  labels?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; `from` is in, `to` is not. */
  from: number;
  to: number;
  /** Milliseconds from one point to the next; made longer where points would be too many, or are not kept so closely. */
  step: number;
  aggregation: Aggregation;
}

export interface MetricPoint {
  /** Milliseconds since 1970 at which its span of time begins. */
  at: number;
  value: number;
}

export interface MetricLine extends MetricSeries {
  /** The oldest first; where nothing was measured there is none. */
  points: MetricPoint[];
}

export interface MetricResult {
  /** In milliseconds. */
  step: number;
  lines: MetricLine[];
  /** There are more series that match. */
  isCut: boolean;
}

/** The last that a series said. */
export interface LatestMetric extends MetricSeries {
  at: number;
  value: number;
}

/** How closely samples are kept and for how long, in milliseconds. */
export const RESOLUTIONS = [
  { resolution: 60_000, keep: 26 * 3_600_000 },
  { resolution: 600_000, keep: 8 * 86_400_000 },
  { resolution: 7_200_000, keep: 92 * 86_400_000 },
] as const;

export const MAX_POINTS = 500;
export const MAX_LINES = 50;

/**
 * What was measured, by all nodes. Samples are added up as they come, in spans of time that are the longer the older
 * they may become, so that the data grows with the number of series and no further. A crash may lose the last ones.
 */
export interface MetricStore {
  record(samples: readonly MetricSample[]): Promise<void>;
  /** At most `MAX_LINES` lines of `MAX_POINTS` points. */
  query(query: MetricQuery): Promise<MetricResult>;
  /** What each series said last, since a moment; at most `limit` series, in the order of metric and labels. */
  latest(environment: Environment | 'none', since: number, limit: number): Promise<LatestMetric[]>;
}

/** One value that was measured once. */
export function measured(value: number): Measurement {
  return { count: 1, sum: value, min: value, max: value };
}
