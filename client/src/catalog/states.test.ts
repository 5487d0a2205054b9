import { expect, test } from 'vitest';
import type { CatalogItem, CatalogState } from '../../../server/src/protocol/catalog.ts';
import { entryDescription, isRegistrable, stateLooks } from './states.ts';

const item = (state: CatalogState, errors = 0, warnings = 0): CatalogItem => ({
  kind: 'Service',
  name: 'prod-health-billing',
  state,
  errors,
  warnings,
});

test('every state has its own icon, colour and words', () => {
  const looks = Object.values(stateLooks);
  for (const trait of ['icon', 'color', 'words', 'sentence'] as const)
    expect(new Set(looks.map((look) => look[trait])).size).toBe(looks.length);
});

test('the description says the state and counts the problems', () => {
  expect(entryDescription(item('synced'))).toBe('in sync');
  expect(entryDescription(item('local', 1, 2))).toBe('not registered · 1 error, 2 warnings');
});

test('what nobody knows is neither called absent nor offered for registration', () => {
  expect(entryDescription(item('unknown'))).toBe('registration unknown');
  expect(isRegistrable(item('unknown'))).toBe(false);
  expect((['local', 'drifted'] as const).every((state) => isRegistrable(item(state)))).toBe(true);
  expect((['synced', 'remote'] as const).some((state) => isRegistrable(item(state)))).toBe(false);
});
