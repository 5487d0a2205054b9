import { expect, test } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { searchCatalog } from './catalogSearch.ts';

const item = (name: string, more: Partial<CatalogItem> = {}): CatalogItem => ({
  kind: 'Service',
  name,
  state: 'synced',
  errors: 0,
  warnings: 0,
  uri: 'file:///secret/place.yaml',
  ...more,
});

const ITEMS = [
  item('dev-health-billing', { environment: 'dev', owner: 'team-clinics' }),
  item('prod-health-billing', { environment: 'prod', title: 'Billing' }),
  item('triage', { kind: 'Api' }),
];

const names = (query: Parameters<typeof searchCatalog>[1]) =>
  searchCatalog(ITEMS, query).entries.map(({ name }) => name);

test('all words must fit, wherever they stand', () => {
  expect(names({ text: 'BILLING clinics' })).toEqual(['dev-health-billing']);
  expect(names({ text: 'billing', environment: 'Prod' })).toEqual(['prod-health-billing']);
  expect(names({ kind: 'api' })).toEqual(['triage']);
  expect(names({})).toHaveLength(3);
});

test('a long answer is cut, and says so; where files lie is not told', () => {
  const many = Array.from({ length: 40 }, (_, index) => item(`service-${index}`));
  const { entries, more } = searchCatalog(many, { text: 'service' });
  expect([entries.length, more]).toEqual([30, 10]);
  expect(JSON.stringify(entries)).not.toContain('secret');
});
