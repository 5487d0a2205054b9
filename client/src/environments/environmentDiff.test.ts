import { expect, test } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import { environmentDiff, shortName } from './environmentDiff.ts';

const service = (environment: EnvironmentName, name: string): CatalogItem => ({
  kind: 'Service',
  name,
  environment,
  state: 'synced',
  errors: 0,
  warnings: 0,
});

test('a switch leaves services behind and brings others, whatever the environment in their names', () => {
  const items = [
    service('dev', 'dev-health-billing'),
    service('dev', 'dev-data-etl'),
    service('dev', 'dev-data-api'),
    service('test', 'test-health-billing'),
    service('test', 'audit'),
    service('prod', 'prod-data-etl'),
  ];
  const { gone, come } = environmentDiff(items, 'dev', 'test');
  expect(gone.map(shortName)).toEqual(['data-api', 'data-etl']);
  expect(come.map(shortName)).toEqual(['audit']);
  expect(environmentDiff(items, 'dev', 'dev')).toEqual({ gone: [], come: [] });
});
