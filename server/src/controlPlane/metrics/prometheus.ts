import { z } from 'zod';
import {
  type Aggregation,
  MAX_LINES,
  MAX_POINTS,
  type MetricQuery,
  type MetricResult,
} from '../store/metricStore.ts';

/** How long it may take to answer, in milliseconds. */
const PATIENCE = 10_000;

/** Longer answers are not read, in bytes. */
const MAX_ANSWER = 10_000_000;

const answerSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z
    .object({
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()),
          values: z.array(z.tuple([z.number(), z.string()])),
        }),
      ),
    })
    .optional(),
});

const FUNCTIONS: Readonly<Record<Aggregation, string>> = {
  average: 'avg_over_time',
  sum: 'sum_over_time',
  min: 'min_over_time',
  max: 'max_over_time',
  count: 'count_over_time',
};

/** What was asked of Prometheus cannot be answered; the message says why. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
}

/** Reads metrics from a Prometheus through its HTTP API. */
export class Prometheus {
  readonly #endpoint: URL;
  readonly #patience: number;

  /** @param url where its API begins, before `/api/v1` */
  constructor(url: URL, patience = PATIENCE) {
    this.#endpoint = new URL('api/v1/query_range', url.href.endsWith('/') ? url : `${url.href}/`);
    this.#patience = patience;
  }

  /** @throws PrometheusError */
  async query({ from, to, step: wanted, ...query }: MetricQuery): Promise<MetricResult> {
    const step = Math.max(1_000, wanted, Math.ceil((to - from) / (MAX_POINTS - 1)));
    const form = new URLSearchParams({
      query: expressionOf(query, step),
      start: String(from / 1_000),
      end: String(to / 1_000),
      step: String(step / 1_000),
    });
    const result = await this.#ask(form);
    const lines = result.slice(0, MAX_LINES).map(({ metric: { __name__: _, ...labels }, values }) => ({
      metric: query.metric,
      labels,
      points: values
        .map(([at, value]) => ({ at: at * 1_000, value: Number(value) }))
        .filter(({ value }) => Number.isFinite(value))
        .slice(0, MAX_POINTS),
    }));
    return { step, lines, isCut: result.length > MAX_LINES };
  }

  async #ask(form: URLSearchParams) {
    const { origin } = this.#endpoint;
    const fail = (why: string): never => {
      throw new PrometheusError(`Prometheus at ${origin} ${why}`);
    };
    let text: string;
    try {
      const signal = AbortSignal.timeout(this.#patience);
      const response = await fetch(this.#endpoint, { method: 'POST', body: form, signal, redirect: 'error' });
      text = await bounded(response);
    } catch (error) {
      if (error instanceof PrometheusError) return fail(error.message);
      const late = (error as Error).name === 'TimeoutError';
      return fail(late ? `did not answer within ${this.#patience / 1_000} s.` : 'cannot be reached.');
    }
    const answer = answerSchema.safeParse(parsed(text));
    if (!answer.success) return fail('gave an answer that is none of its API. Is it a Prometheus?');
    const { status, error = 'it gave no reason', data } = answer.data;
    return status === 'success' && data ? data.result : fail(`refused: ${error.slice(0, 500)}`);
  }
}

/** PromQL for one metric over the span of each point. */
function expressionOf(
  { metric, environment, labels = {}, aggregation }: Omit<MetricQuery, 'from' | 'to' | 'step'>,
  step: number,
): string {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric))
    throw new PrometheusError(`"${metric}" is no name of a metric.`);
  const all = { ...labels, ...(environment === undefined || environment === 'none' ? {} : { environment }) };
  const matchers = Object.entries(all).map(([name, value]) => {
    if (!/^[a-zA-Z_]\w*$/.test(name)) throw new PrometheusError(`"${name}" is no name of a label.`);
    return `${name}=${JSON.stringify(value)}`;
  });
  return `${FUNCTIONS[aggregation]}(${metric}{${matchers.join(',')}}[${Math.ceil(step / 1_000)}s])`;
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER) throw new PrometheusError('gave an answer that is too long. Ask for less.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
