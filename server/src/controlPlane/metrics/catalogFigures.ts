import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import { documentOf } from '../gate/draft.ts';
import { entryUri } from '../resources/uri.ts';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { type MetricSample, measured } from '../store/metricStore.ts';
import type { MetricName } from './metricTable.ts';
import { type ImpactFigures, impactFigures, type StatedImpact } from './socialRoi.ts';

/** What one service states, and where it counts. */
interface Contribution extends ImpactFigures {
  environment: Environment | undefined;
  labels: { vertical: string; currency: string };
}

/** How many manifests are registered, and what their services state of their impact; follows the catalog. */
export class CatalogFigures {
  readonly #catalog: CatalogStore;
  readonly #contributions = new Map<string, Contribution>();
  #revision = 0;
  /** By series, what was sampled last. */
  #sampled = new Map<string, MetricSample>();

  constructor(catalog: CatalogStore) {
    this.#catalog = catalog;
  }

  /**
   * What is another figure than the last time, and 0 for what is not there any more.
   *
   * @param at milliseconds since 1970
   * @param all also what is the same
   */
  async sample(at: number, all: boolean): Promise<MetricSample[]> {
    const before = this.#sampled;
    this.#sampled = new Map((await this.#sampleAll(at)).map((sample) => [seriesKey(sample), sample]));
    const gone = [...before].filter(([key, { metric, sum }]) => {
      // No investment is no return, not one of 0.
      return !this.#sampled.has(key) && metric !== 'heady_stated_social_roi' && sum !== 0;
    });
    for (const [key, sample] of gone) this.#sampled.set(key, { ...sample, at, ...measured(0) });
    const samples = [...this.#sampled];
    return samples
      .filter(([key, { sum }]) => all || before.get(key)?.sum !== sum)
      .map(([, sample]) => sample);
  }

  async #sampleAll(at: number): Promise<MetricSample[]> {
    await this.#follow();
    const counts = await this.#catalog.count();
    const entries = counts.map(({ kind, environment, vertical = '', count }) =>
      sampleOf('heady_catalog_entries', environment, { kind, vertical }, at, count),
    );
    return [...entries, ...this.#impact(at)];
  }

  #impact(at: number): MetricSample[] {
    const groups = new Map<string, Contribution>();
    for (const each of this.#contributions.values()) {
      const key = JSON.stringify([each.environment, each.labels]);
      const { value, investment, beneficiaries } = groups.get(key) ?? NOTHING;
      groups.set(key, {
        ...each,
        value: value + each.value,
        investment: investment + each.investment,
        beneficiaries: beneficiaries + each.beneficiaries,
      });
    }
    return [...groups.values()].flatMap(({ environment, labels, ...figures }) => {
      const sample = (metric: MetricName, value: number) => sampleOf(metric, environment, labels, at, value);
      return [
        sample('heady_stated_impact_value', figures.value),
        sample('heady_stated_investment', figures.investment),
        sample('heady_stated_beneficiaries', figures.beneficiaries),
        // Without an investment there is no return on it.
        ...(figures.investment > 0
          ? [sample('heady_stated_social_roi', figures.value / figures.investment)]
          : []),
      ];
    });
  }

  /** Reads what changed since the last time, page by page, so that others come in between. */
  async #follow(): Promise<void> {
    const since = this.#revision;
    const query = { kind: 'Service', since, includeRetired: since > 0 };
    let first: number | undefined;
    let cursor: string | undefined;
    do {
      const page = await this.#catalog.search(query, { limit: 200, ...(cursor ? { cursor } : {}) });
      for (const entry of page.entries) this.#take(entry);
      first ??= page.revision;
      cursor = page.nextCursor;
    } while (cursor);
    this.#revision = first;
  }

  #take(entry: StoredEntry): void {
    const impact = entry.retiredAt === undefined ? statedImpact(entry.manifest) : undefined;
    const figures = impact && impactFigures(impact);
    if (!figures) {
      this.#contributions.delete(entryUri(entry));
      return;
    }
    const labels = { vertical: entry.vertical ?? '', currency: impact.currency ?? '' };
    this.#contributions.set(entryUri(entry), { ...figures, labels, environment: entry.environment });
  }
}

/** As far as it fits the schema: a policy may let something else into the catalog. */
function statedImpact(manifest: StoredEntry['manifest']): StatedImpact | undefined {
  const { spec } = manifest as { spec?: { impact?: unknown } };
  if (spec?.impact === undefined) return undefined;
  const document = documentOf(manifest as Record<string, Plain>);
  return document?.stated(['spec', 'impact']) as StatedImpact | undefined;
}

const NOTHING: ImpactFigures = { value: 0, investment: 0, beneficiaries: 0 };

function sampleOf(
  metric: MetricName,
  environment: Environment | undefined,
  labels: Record<string, string>,
  at: number,
  value: number,
): MetricSample {
  return { metric, ...(environment ? { environment } : {}), labels, at, ...measured(value) };
}

function seriesKey({ metric, environment, labels }: MetricSample): string {
  return JSON.stringify([metric, environment, Object.entries(labels)]);
}
