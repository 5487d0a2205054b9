import type { CatalogItem } from '../protocol/catalog.ts';
import { factsOf } from '../rules/testing.ts';
import type { CatalogView } from './catalogView.ts';

/** Takes the last `|` out of a text: it marks the cursor. */
export function atCursor(marked: string): { text: string; offset: number } {
  const offset = marked.lastIndexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** A catalog of a few services, the verticals and owners that they name. */
export function catalogOf(items: readonly Partial<CatalogItem>[]): CatalogView {
  const all = items.map((item): CatalogItem => {
    return { kind: 'Service', name: '', state: 'local', errors: 0, warnings: 0, ...item };
  });
  const distinct = (values: (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    catalog: factsOf({}),
    owners: () => distinct(all.map(({ owner }) => owner)),
    verticals: () => distinct(all.map(({ kind, name, vertical }) => (kind === 'Vertical' ? name : vertical))),
    items: (kind) => all.filter((item) => item.kind === kind),
  };
}

export const SAMPLE_CATALOG = catalogOf([
  { kind: 'Vertical', name: 'health', title: 'Heady-Health', description: 'Community clinics.' },
  { name: 'dev-health-billing-db', environment: 'dev', owner: 'team-billing', vertical: 'health' },
  {
    name: 'prod-health-billing-db',
    title: 'Billing database',
    description: 'Invoices and *payments*.',
    environment: 'prod',
    owner: 'team-billing',
    vertical: 'health',
    sensitivity: 'restricted',
    state: 'drifted',
    drift: ['spec.replicas'],
  },
  { name: 'prod-impact-audit-log', environment: 'prod', owner: 'team-compliance', vertical: 'impact' },
  { name: 'prod-health-billing', environment: 'prod', owner: 'team-billing', vertical: 'health' },
]);
