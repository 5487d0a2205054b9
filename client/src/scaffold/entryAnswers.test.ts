import { expect, test } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { entryAnswers } from './entryAnswers.ts';
import { fullName } from './kinds.ts';

function entry(more: Partial<CatalogItem> & Pick<CatalogItem, 'kind' | 'name'>): { entry: CatalogItem } {
  return { entry: { state: 'local', errors: 0, warnings: 0, ...more } };
}

test('the API of a service is provided by it, whatever its environment', () => {
  const service = entry({
    kind: 'Service',
    name: 'prod-health-billing',
    vertical: 'health',
    owner: 'team-a',
  });
  expect(entryAnswers('Api', service)).toEqual({
    vertical: 'health',
    owner: 'team-a',
    parameters: { providedBy: 'health-billing' },
  });
});

test('an agent answers to the one that it is made under, a service belongs to its vertical', () => {
  const parent = entry({ kind: 'Agent', name: 'triage', vertical: 'health' });
  expect(entryAnswers('Agent', parent)).toEqual({ vertical: 'health', parameters: { parent: 'triage' } });
  expect(entryAnswers('Service', entry({ kind: 'Vertical', name: 'health' }))).toEqual({
    vertical: 'health',
  });
});

test('what is no entry, or answers nothing of it, gives no answers', () => {
  expect(entryAnswers('Vertical', entry({ kind: 'Service', name: 'dev-a-b' }))).toEqual({});
  expect(entryAnswers('Api', undefined)).toEqual({});
  expect(entryAnswers('Api', { vertical: 'health' })).toEqual({});
});

test('the full name is shown as the manifest will have it', () => {
  const answers = { environment: 'stage', vertical: 'health' } as const;
  expect(fullName('Service', 'billing', answers)).toBe('stage-health-billing');
  expect(fullName('Service', '', answers)).toBe('stage-health-<name>');
  expect(fullName('VirtualMachine', 'app', { ...answers, parameters: { index: 7 } })).toBe('stage-app-07');
  expect(fullName('Agent', 'triage', answers)).toBeUndefined();
});
