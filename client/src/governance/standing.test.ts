import { describe, expect, it, test } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { ProdVerdict } from '../../../server/src/protocol/governance.ts';
import { service } from '../catalog/outline/testEntries.ts';
import { Standing, worstFirst } from './standing.ts';
import { keepWords, reasonWords, wantWords } from './words.ts';

function judged(name: string, outcome: ProdVerdict['outcome']): CatalogItem {
  return service(name, { prod: { outcome, breaches: [], undecided: [] } });
}

const ITEMS = [
  judged('prod-a-x', 'keeps'),
  judged('prod-a-y', 'breaks'),
  judged('prod-b-z', 'undecided'),
  judged('stage-a-y', 'breaks'),
  service('dev-a-x'),
];

test('services of prod and of stage are counted by outcome, those in want listed by vertical', () => {
  const standing = new Standing(ITEMS);
  expect(standing.prod).toEqual({ keeps: 1, breaks: 1, undecided: 1 });
  expect(standing.stage).toEqual({ keeps: 0, breaks: 1, undecided: 0 });
  const listed = [...standing.wanting.groups].map(([vertical, { entries }]) => [
    vertical,
    entries.map(({ name }) => name),
  ]);
  expect(listed).toEqual([
    ['a', ['prod-a-y', 'stage-a-y']],
    ['b', ['prod-b-z']],
  ]);
});

test('following changes counts what counting anew does', () => {
  const standing = new Standing([]);
  const [keeps, breaks, undecided, stage, dev] = ITEMS as [
    CatalogItem,
    CatalogItem,
    CatalogItem,
    CatalogItem,
    CatalogItem,
  ];
  expect(standing.apply([{ after: dev }])).toBe(false);
  expect(standing.apply([{ after: breaks }, { after: undecided }, { after: stage }])).toBe(true);
  expect(standing.apply([{ before: breaks, after: keeps }, { before: stage }])).toBe(true);
  const anew = new Standing([keeps, undecided, dev]);
  expect(standing.prod).toEqual(anew.prod);
  expect(standing.stage).toEqual(anew.stage);
  expect(standing.wanting.totals).toEqual(anew.wanting.totals);
});

test('what breaks the rule comes first, of prod before stage', () => {
  const shuffled = [ITEMS[2], ITEMS[3], ITEMS[1]].filter((item) => item !== undefined);
  expect(worstFirst(shuffled).map(({ name }) => name)).toEqual(['prod-a-y', 'stage-a-y', 'prod-b-z']);
});

describe('words', () => {
  it('say why in a few', () => {
    const owner = { rule: 'catalog/prod-owner', message: '' };
    const entry = { rule: 'catalog/prod-entry', message: '', silenced: 'later' };
    const of = (name: string, prod: Partial<ProdVerdict>) =>
      reasonWords(service(name, { prod: { outcome: 'breaks', breaches: [], undecided: [], ...prod } }));
    expect(of('prod-a-x', { breaches: [owner, entry] })).toBe('no owner · not registered (silenced)');
    expect(of('stage-a-x', { breaches: [owner] })).toBe('stage · no owner');
    expect(of('prod-a-x', { undecided: ['catalog/prod-entry'] })).toBe('registration unknown');
  });

  it('count', () => {
    expect(keepWords({ keeps: 1_027, breaks: 2, undecided: 1 })).toBe('1,027 of 1,030 in order');
    expect(keepWords({ keeps: 0, breaks: 0, undecided: 0 })).toBe('no service');
    expect(wantWords({ keeps: 5, breaks: 1, undecided: 2 })).toBe('1 breaks the rule, 2 undecided');
    expect(wantWords({ keeps: 5, breaks: 0, undecided: 0 })).toBe('');
  });
});
