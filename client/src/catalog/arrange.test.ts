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

test('other kinds are governance, by kind and name', () => {
  const other = (kind: string, name: string) => ({ ...service(name), kind });
  const items = [other('Vertical', 'health'), other('Policy', 'rails'), other('Vertical', 'data')];
  const { governance } = arrange(items, 'dev');
  expect(governance.map((item) => item.name)).toEqual(['rails', 'data', 'health']);
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
