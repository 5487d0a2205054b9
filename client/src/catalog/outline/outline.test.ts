import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { EntryGroup, GroupKey } from './entryGroup.ts';
import type { FilterName } from './filters.ts';
import { CatalogOutline, entryId, shortName, valuesInOrder } from './outline.ts';
import { service } from './testEntries.ts';

function outline(
  items: CatalogItem[],
  grouping: GroupKey = 'environment',
  ...filters: FilterName[]
): CatalogOutline {
  return new CatalogOutline({ grouping, filters: new Set(filters) }, items);
}

/** Values and names, as deep as they go. */
function drawn(group: EntryGroup): unknown {
  if (group.key === undefined) return group.entries.map(({ name }) => name);
  return Object.fromEntries(
    valuesInOrder(group, 'dev').flatMap((value) => {
      const inner = group.groups.get(value);
      return inner ? [[String(value), drawn(inner)]] : [];
    }),
  );
}

test('services stand by what they are grouped by, each level sorted', () => {
  const items = [
    service('dev-health-b', { owner: 'team-b', sensitivity: 'restricted' }),
    service('prod-health-b', { owner: 'team-b', sensitivity: 'restricted' }),
    service('dev-health-a', { owner: 'team-a', sensitivity: 'internal' }),
    service('dev-data-x', { sensitivity: 'internal' }),
  ];
  expect(drawn(outline(items).services)).toEqual({
    dev: { data: ['dev-data-x'], health: ['dev-health-a', 'dev-health-b'] },
    prod: { health: ['prod-health-b'] },
  });
  expect(drawn(outline(items, 'vertical').services)).toEqual({
    data: { dev: ['dev-data-x'] },
    health: { dev: ['dev-health-a', 'dev-health-b'], prod: ['prod-health-b'] },
  });
  expect(drawn(outline(items, 'owner').services)).toEqual({
    'team-a': { dev: ['dev-health-a'] },
    'team-b': { dev: ['dev-health-b'], prod: ['prod-health-b'] },
    undefined: { dev: ['dev-data-x'] },
  });
  expect(Object.keys(drawn(outline(items, 'sensitivity').services) as object)).toEqual([
    'restricted',
    'internal',
  ]);
});

test('the current environment comes first, then the others in their order, then what names none', () => {
  const { environment: _, ...nowhere } = service('data-etl');
  const { services } = outline([service('dev-a-x'), nowhere, service('prod-a-x'), service('stage-a-x')]);
  expect(valuesInOrder(services, 'stage')).toEqual(['stage', 'dev', 'prod', undefined]);
  expect(valuesInOrder(services, 'test')).toEqual(['dev', 'stage', 'prod', undefined]);
});

test('other kinds stand in sections of their own', () => {
  const { sections, services } = outline([
    service('health', { kind: 'Vertical' }),
    service('b', { kind: 'Agent' }),
    service('a', { kind: 'Agent' }),
  ]);
  expect([...sections].map(([kind, group]) => [kind, group.entries.map(({ name }) => name)])).toEqual([
    ['Vertical', ['health']],
    ['Agent', ['a', 'b']],
  ]);
  expect(services.totals.entries).toBe(0);
});

test('a group counts what is below it', () => {
  const { services } = outline([
    service('dev-a-x', { errors: 2, state: 'drifted' }),
    service('dev-a-y', { warnings: 1 }),
    service('prod-a-x', { errors: 1 }),
  ]);
  expect(services.totals).toEqual({ entries: 3, errors: 3, warnings: 1, drifted: 1 });
  expect(services.groups.get('dev')?.totals).toEqual({ entries: 2, errors: 2, warnings: 1, drifted: 1 });
});

describe('a filter', () => {
  const items = [
    service('dev-a-drifted', { state: 'drifted', owner: 'team-a' }),
    service('dev-a-unknown', { state: 'unknown', owner: 'team-a' }),
    service('dev-a-unowned', { state: 'synced' }),
    service('dev-a-sound', { state: 'synced', owner: 'team-a' }),
  ];

  it('shows what one of its conditions means, and counts of what nobody can say it', () => {
    const shown = outline(items, 'environment', 'drifted', 'unowned');
    expect(drawn(shown.services)).toEqual({ dev: { a: ['dev-a-drifted', 'dev-a-unowned'] } });
    expect(shown.counts).toEqual({ known: 4, shown: 2, doubtful: 1 });
  });

  it('never takes the unknown for absent', () => {
    const shown = outline(items, 'environment', 'local');
    expect(shown.counts).toEqual({ known: 4, shown: 0, doubtful: 1 });
    expect(drawn(outline(items, 'environment', 'unknown').services)).toEqual({
      dev: { a: ['dev-a-unknown'] },
    });
  });
});

test('following changes one by one draws what drawing all anew does', () => {
  const item = fc
    .record({
      name: fc.constantFrom('dev-a-x', 'dev-a-y', 'dev-b-x', 'prod-a-x', 'prod-b-z'),
      errors: fc.integer({ min: 0, max: 2 }),
      state: fc.constantFrom('synced' as const, 'drifted' as const, 'unknown' as const),
      kind: fc.constantFrom('Service', 'Service', 'Api'),
    })
    .map(({ name, ...rest }) => service(name, rest));
  const steps = fc.array(fc.record({ item, at: fc.nat({ max: 5 }), goes: fc.boolean() }), { maxLength: 30 });
  fc.assert(
    fc.property(steps, fc.constantFrom([], ['drifted' as const]), (changes, filters) => {
      const followed = outline([], 'vertical', ...filters);
      const items: (CatalogItem | undefined)[] = [];
      for (const { item: next, at, goes } of changes) {
        const before = items[at];
        const after = goes ? undefined : { ...next };
        items[at] = after;
        followed.apply([{ ...(before ? { before } : {}), ...(after ? { after } : {}) }]);
        const anew = outline(
          items.filter((each) => each !== undefined),
          'vertical',
          ...filters,
        );
        expect(drawn(followed.services)).toEqual(drawn(anew.services));
        expect(followed.services.totals).toEqual(anew.services.totals);
        const names = ({ sections }: CatalogOutline) =>
          sections.get('Api')?.entries.map(({ name }) => name) ?? [];
        expect(names(followed)).toEqual(names(anew));
        expect(followed.counts).toEqual(anew.counts);
      }
    }),
  );
});

test('a service is called by what its place does not say', () => {
  expect(shortName(service('dev-health-billing'))).toBe('billing');
  expect(shortName(service('dev-health-billing', { vertical: 'data' }))).toBe('dev-health-billing');
});

test('the same name twice has two ids', () => {
  const entries = [service('a'), service('b'), service('b'), service('b')];
  expect(entries.map((_, index) => entryId(entries, index))).toEqual([
    'Service/a',
    'Service/b',
    'Service/b#2',
    'Service/b#3',
  ]);
});
