import type { ObserveCall } from '../access/guard.ts';
import { type Measurement, type MetricSample, measured } from '../store/metricStore.ts';
import type { Store } from '../store/store.ts';
import { CatalogFigures } from './catalogFigures.ts';
import type { MetricName } from './metricTable.ts';
import { ProcessFigures } from './processFigures.ts';

/** From one sample to the next, in milliseconds. */
export const SAMPLING_INTERVAL = 30_000;

/** The catalog is counted anew when it changed, and this often in any case. In milliseconds. */
const COUNTING_INTERVAL = 3_600_000;

interface SamplerOptions {
  /** What this node is called. */
  node: string;
  /** Also while nobody calls. */
  isContinuous: boolean;
  interval?: number;
  /** Told when samples cannot be kept; they are lost then, and nothing else is. */
  onerror(error: unknown): void;
}

/** Keeps what this node measures. One that is not continuous does nothing at all while nobody calls. */
export class Sampler {
  readonly #store: Pick<Store, 'catalog' | 'leases' | 'metrics'>;
  readonly #options: SamplerOptions;
  readonly #process = new ProcessFigures();
  readonly #catalog: CatalogFigures;
  #calls = new Map<
    string,
    { metric: MetricName; labels: Record<string, string>; measurement: Measurement }
  >();
  #timer: NodeJS.Timeout | undefined;
  #counted = { revision: -1, at: 0 };
  #sampling: Promise<void> = Promise.resolve();

  constructor(store: Pick<Store, 'catalog' | 'leases' | 'metrics'>, options: SamplerOptions) {
    this.#store = store;
    this.#options = options;
    this.#catalog = new CatalogFigures(store.catalog);
    if (options.isContinuous) this.#begin();
  }

  readonly observe: ObserveCall = ({ what, outcome, seconds }) => {
    this.#add('heady_mcp_calls', { what, outcome }, 1);
    this.#add('heady_mcp_call_seconds', { what }, seconds);
    if (!this.#timer) this.#begin();
  };

  /** Measures no more, until the next call; what was measured since the last sample is kept if one comes. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#process.end();
  }

  /** Keeps what was measured until now, and measures no more. */
  async stop(): Promise<void> {
    if (!this.#timer) return await this.#sampling;
    this.rest();
    await this.#sample();
  }

  #begin(): void {
    this.#process.begin();
    this.#wait();
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      const isIdle = this.#calls.size === 0 && !this.#options.isContinuous;
      if (isIdle) return this.rest();
      this.#wait();
      void this.#sample();
    }, this.#options.interval ?? SAMPLING_INTERVAL).unref();
  }

  #add(metric: MetricName, labels: Record<string, string>, value: number): void {
    const key = JSON.stringify([metric, labels]);
    const before = this.#calls.get(key)?.measurement;
    const measurement = before
      ? {
          count: before.count + 1,
          sum: before.sum + value,
          min: Math.min(before.min, value),
          max: Math.max(before.max, value),
        }
      : measured(value);
    this.#calls.set(key, { metric, labels, measurement });
  }

  /** One after another, however long the store takes. */
  #sample(): Promise<void> {
    const calls = [...this.#calls.values()];
    this.#calls = new Map();
    const figures = this.#process.take();
    const at = Date.now();
    const { node } = this.#options;
    const own = [
      ...figures.map(([metric, measurement]) => ({ metric, labels: {}, measurement })),
      ...calls,
    ].map(({ metric, labels, measurement }): MetricSample => {
      return { metric, labels: { ...labels, node }, at, ...measurement };
    });
    this.#sampling = this.#sampling
      .then(async () => this.#store.metrics.record([...own, ...(await this.#count(at))]))
      .catch((error) => this.#options.onerror(error));
    return this.#sampling;
  }

  /** What is in the catalog, if it is another than when it was last counted; by one node for all. */
  async #count(at: number): Promise<MetricSample[]> {
    const { catalog, leases } = this.#store;
    const revision = await catalog.revision();
    const isDue = at - this.#counted.at >= COUNTING_INTERVAL;
    if (revision === this.#counted.revision && !isDue) return [];
    const ttl = 2 * (this.#options.interval ?? SAMPLING_INTERVAL);
    if (!(await leases.take('catalog figures', this.#options.node, { ttl }))) return [];
    this.#counted = { revision, at: isDue ? at : this.#counted.at };
    return await this.#catalog.sample(at, isDue);
  }
}
