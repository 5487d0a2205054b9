import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { METRICS, metricNamed } from '../metrics/metricTable.ts';
import { PrometheusError } from '../metrics/prometheus.ts';
import type { ControlPlane } from '../plane.ts';
import {
  AGGREGATIONS,
  MAX_LINES,
  MAX_POINTS,
  type MetricQuery,
  type MetricResult,
} from '../store/metricStore.ts';
import { environmentSchema } from './entry.ts';

const HOUR = 3_600_000;

const inputSchema = z.object({
  metric: z
    .string()
    .max(200)
    .describe(`One of ${Object.keys(METRICS).join(', ')}; or any that the Prometheus has`),
  source: z
    .enum(['heady', 'prometheus'])
    .default('heady')
    .describe('What the control plane itself sampled, or the Prometheus that it reads from'),
  environment: environmentSchema
    .or(z.literal('none'))
    .optional()
    .describe("'none': what belongs to no environment, as the figures of nodes. Absent: any"),
  labels: z
    .record(z.string().max(100), z.string().max(500))
    .optional()
    .describe('Labels that a series must have: { "vertical": "health" }'),
  from: z.iso.datetime({ offset: true }).optional().describe('ISO time; absent: an hour before the end'),
  to: z.iso.datetime({ offset: true }).optional().describe('ISO time; absent: now'),
  step: z
    .number()
    .int()
    .min(1)
    .max(31_536_000)
    .default(60)
    .describe(`Seconds from one point to the next; more where there would be over ${MAX_POINTS} points`),
  aggregation: z
    .enum(AGGREGATIONS)
    .optional()
    .describe('How the samples of a point are put together; absent: as suits the metric'),
});

const outputSchema = z.object({
  metric: z.string(),
  about: z.string().optional(),
  unit: z.string().optional(),
  aggregation: z.enum(AGGREGATIONS),
  from: z.string(),
  to: z.string(),
  step: z.number().describe('Seconds; may be more than asked for'),
  series: z
    .array(
      z.object({
        environment: environmentSchema.optional(),
        labels: z.record(z.string(), z.string()),
        points: z.array(z.object({ at: z.string(), value: z.number() })).describe('The oldest first'),
      }),
    )
    .describe('Where nothing was measured there is no point'),
  truncated: z.boolean().describe(`There are more than these ${MAX_LINES} series; ask for labels`),
});

type Input = z.infer<typeof inputSchema>;
type Output = z.infer<typeof outputSchema>;

/** `metrics_query`: what was measured over time. */
export function registerMetricsQuery(
  server: McpServer,
  { store, prometheus }: Pick<ControlPlane, 'store' | 'prometheus'>,
): void {
  server.registerTool(
    'metrics_query',
    {
      title: 'Query metrics',
      description:
        'What was measured over time: processors and memory of nodes, MCP calls, entries of the catalog, the Social ROI that manifests state.',
      inputSchema,
      outputSchema,
      // A Prometheus is outside of what the control plane keeps.
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
    },
    async ({ source, ...input }) => {
      const known = metricNamed(input.metric);
      if (source === 'heady' && !known) return failed(`There is no metric ${input.metric}. ${THERE_ARE}`);
      if (source === 'prometheus' && !prometheus) return failed(NO_PROMETHEUS);
      const query = queryOf(input);
      if (query.from >= query.to)
        return failed('It ends before it begins: give from an earlier time than to.');
      try {
        const asked = source === 'prometheus' && prometheus ? prometheus : store.metrics;
        const output = outputOf(query, await asked.query(query), source === 'heady' ? known : undefined);
        return { structuredContent: output, content: [{ type: 'text', text: describe(output) }] };
      } catch (error) {
        if (error instanceof PrometheusError) return failed(error.message);
        throw error;
      }
    },
  );
}

const THERE_ARE = `There are ${Object.keys(METRICS).join(', ')}.`;
const NO_PROMETHEUS =
  'This control plane reads from no Prometheus. It does when it is started with --prometheus-url.';

function failed(text: string) {
  return { isError: true, content: [{ type: 'text' as const, text }] };
}

function queryOf({
  metric,
  environment,
  labels,
  from,
  to,
  step,
  aggregation,
}: Omit<Input, 'source'>): MetricQuery {
  const end = to === undefined ? Date.now() + 1 : Date.parse(to);
  return {
    metric,
    from: from === undefined ? end - HOUR : Date.parse(from),
    to: end,
    step: step * 1_000,
    aggregation: aggregation ?? metricNamed(metric)?.aggregation ?? 'average',
    ...(environment === undefined ? {} : { environment }),
    ...(labels === undefined ? {} : { labels }),
  };
}

function outputOf(
  { metric, aggregation, from, to }: MetricQuery,
  { step, lines, isCut }: MetricResult,
  known: { about: string; unit: string } | undefined,
): Output {
  return {
    metric,
    ...(known ? { about: known.about, unit: known.unit } : {}),
    aggregation,
    from: timeOf(from),
    to: timeOf(to),
    step: step / 1_000,
    series: lines.map(({ environment, labels, points }) => ({
      ...(environment === undefined ? {} : { environment }),
      labels: { ...labels },
      points: points.map(({ at, value }) => ({ at: timeOf(at), value })),
    })),
    truncated: isCut,
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

/** A line for each series: how it ran, and where it ended. */
function describe({ metric, unit = '', aggregation, from, to, step, series, truncated }: Output): string {
  if (series.length === 0) return `Nothing was measured of ${metric} from ${from} to ${to}.`;
  const lines = series.map(({ environment, labels, points }) => {
    const values = points.map(({ value }) => value);
    const named = Object.entries({ ...(environment ? { environment } : {}), ...labels });
    const name = named.map(([label, value]) => `${label}=${value}`).join(' ') || 'all';
    const range = `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
    return `${name}: ${range} ${unit}, last ${shown(values.at(-1) ?? Number.NaN)} at ${points.at(-1)?.at}`;
  });
  const more = truncated ? '\nThere are more series: ask for labels.' : '';
  return `${metric}, ${aggregation} over ${step} s, ${from} to ${to}\n${lines.join('\n')}${more}`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
