import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { metricNamed } from '../metrics/metricTable.ts';
import { SAMPLING_INTERVAL } from '../metrics/sampler.ts';
import type { ControlPlane } from '../plane.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { isShelf, metricsUri, SHELVES } from './uri.ts';

/** What was said longer ago is not shown, in milliseconds. */
const RECENT = 24 * 3_600_000;

/** A resource is read in one piece; `metrics_query` asks for one metric. */
const MAX_SERIES = 1_000;

/** `heady://metrics/{env}`: what an environment holds now, and what each series said last. */
export function registerMetricsResource(server: McpServer, { store }: Pick<ControlPlane, 'store'>): void {
  const resources = SHELVES.map((shelf) => ({
    uri: metricsUri(shelf),
    name: `metrics-${shelf}`,
    title: shelf === 'none' ? 'Metrics: nodes and what else has no environment' : `Metrics of ${shelf}`,
  }));
  server.registerResource(
    'metrics',
    new ResourceTemplate('heady://metrics/{env}', {
      list: () => ({ resources }),
      complete: { env: (value) => SHELVES.filter((shelf) => shelf.startsWith(value)) },
    }),
    {
      title: 'Metrics of an environment',
      description:
        'Entries registered now, and the last value of each series of a day; metrics_query gives them over time.',
      mimeType: MIME_TYPE,
      cacheHint: { ttlMs: SAMPLING_INTERVAL, cacheScope: 'private' },
    },
    async (uri, { env }) => {
      if (!isShelf(env)) throw new ResourceNotFoundError(uri.href);
      const [counts, latest] = await Promise.all([
        store.catalog.count(),
        store.metrics.latest(env, Date.now() - RECENT, MAX_SERIES),
      ]);
      const entries = counts
        .filter(({ environment = 'none' }) => environment === env)
        .map(({ environment: _, ...count }) => count);
      const metrics = latest.map(({ metric, labels, at, value }) => {
        const unit = metricNamed(metric)?.unit;
        return { metric, labels, at: new Date(at).toISOString(), value, ...(unit ? { unit } : {}) };
      });
      return jsonContents(uri, { environment: env, entries, metrics });
    },
  );
}
