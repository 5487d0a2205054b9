import { expect, test } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol.ts';
import { arrange, entryIds, shortName } from './arrange.ts';

function service(name: string, rest: Partial<CatalogItem> = {}): CatalogItem {
  const [environment, vertical] = name.split('-');
  return {
    kind: 'Service',
    name,
    environment: environment as NonNullable<CatalogItem['environment']>,
    ...(vertical && { vertical }),
    state: 'local',
    errors: 0,
    warnings: 0,
    ...rest,
  };
}

test('the current environment comes first, then the others that have services', () => {
  const items = [service('dev-data-etl'), service('prod-health-billing')];
  const names = (current: 'prod' | 'test') =>
    arrange(items, current).environments.map((group) => group.environment);
  expect(names('prod')).toEqual(['prod', 'dev']);
  expect(names('test')).toEqual(['test', 'dev', 'prod']);
});

test('verticals and services are sorted, what names no vertical comes last', () => {
  const { vertical: _, ...homeless } = service('dev-zzz-homeless');
  const items = [service('dev-health-b'), homeless, service('dev-health-a'), service('dev-data-x')];
  const [dev] = arrange(items, 'dev').environments;
  expect(
    dev?.verticals.map(({ vertical, entries }) => [vertical, entries.map((entry) => entry.name)]),
  ).toEqual([
    ['data', ['dev-data-x']],
    ['health', ['dev-health-a', 'dev-health-b']],
    [undefined, ['dev-zzz-homeless']],
  ]);
});

test('a service without an environment is still shown', () => {
  const { environment: _, ...nowhere } = service('dev-data-etl');
  expect(arrange([nowhere], 'dev').environments.map((group) => group.environment)).toEqual([
    'dev',
    undefined,
  ]);
});

test('other kinds stand in groups of their own, by kind and name', () => {
  const item = (kind: string, name: string): CatalogItem => ({
    kind,
    name,
    state: 'local',
    errors: 0,
    warnings: 0,
  });
  const items = [
    item('Vertical', 'health'),
    item('Agent', 'b'),
    item('Policy', 'rails'),
    item('Vertical', 'data'),
    item('Agent', 'a'),
  ];
  const groups = arrange(items, 'dev').groups.map(({ label, entries }) => [
    label,
    entries.map(({ name }) => name),
  ]);
  expect(groups).toEqual([
    ['Governance', ['rails', 'data', 'health']],
    ['Agents', ['a', 'b']],
  ]);
});

test('a short name leaves out what the tree says, and nothing else', () => {
  expect(shortName(service('prod-health-billing-api'))).toBe('billing-api');
  expect(shortName(service('prod-health-billing', { vertical: 'data' }))).toBe('prod-health-billing');
  expect(shortName(service('Billing', { environment: 'prod', vertical: 'health' }))).toBe('Billing');
});

test('the same name twice gets two ids', () => {
  expect(entryIds([service('dev-a-b'), service('dev-a-b'), service('dev-a-c')])).toEqual([
    'Service/dev-a-b',
    'Service/dev-a-b#2',
    'Service/dev-a-c',
  ]);
});
