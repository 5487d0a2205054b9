import { expect, test } from 'vitest';
import type { CatalogItem } from '../protocol/catalog.ts';
import type { ProdVerdict } from '../protocol/governance.ts';
import { governanceReport } from './governanceReport.ts';

function service(
  name: string,
  outcome: ProdVerdict['outcome'] | undefined,
  rest: Partial<CatalogItem> = {},
): CatalogItem {
  const [environment, vertical] = name.split('-');
  const breach = { rule: 'catalog/prod-owner', message: 'Nobody owns it.' };
  return {
    kind: 'Service',
    name,
    environment: environment as NonNullable<CatalogItem['environment']>,
    ...(vertical ? { vertical } : {}),
    state: 'synced',
    errors: 0,
    warnings: 0,
    ...(outcome && {
      prod: {
        outcome,
        breaches: outcome === 'breaks' ? [breach] : [],
        undecided: outcome === 'undecided' ? ['catalog/prod-entry'] : [],
      },
    }),
    ...rest,
  };
}

const range = { start: { line: 3, character: 8 }, end: { line: 3, character: 20 } };

test('counts all, and lists by vertical what breaks the rule and what nobody can decide', () => {
  const { vertical: _, ...homeless } = service('prod-x', 'breaks');
  const report = governanceReport(
    [
      service('dev-health-a', undefined),
      service('prod-health-a', 'keeps'),
      service('stage-health-b', 'breaks', { uri: 'file:///w/b.yaml', range }),
      service('prod-health-c', 'undecided', { owner: 'team-c' }),
      service('prod-health-b', 'breaks'),
      service('prod-data-etl', 'keeps'),
      service('stage-data-etl', 'undecided'),
      homeless,
    ],
    (uri) => uri.slice('file:///w/'.length),
  );
  expect(report.counts).toEqual({
    prod: { keeps: 2, breaks: 2, undecided: 1 },
    stage: { keeps: 0, breaks: 1, undecided: 1 },
  });
  expect(
    report.verticals.map(({ vertical, services }) => [vertical, services.map(({ name }) => name)]),
  ).toEqual([
    ['data', ['stage-data-etl']],
    ['health', ['prod-health-b', 'stage-health-b', 'prod-health-c']],
    [null, ['prod-x']],
  ]);
  const [, health] = report.verticals;
  expect(health?.services[1]).toMatchObject({ file: 'b.yaml', line: 4, owner: null });
  expect(health?.services[2]).toMatchObject({
    outcome: 'undecided',
    owner: 'team-c',
    reasons: [],
    undecided: ['catalog/prod-entry'],
  });
  expect(health?.services[2]).not.toHaveProperty('file');
});
