import { expect, it } from 'vitest';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { EntrySearch } from './entrySearch.ts';

function entry(name: string, rest: Partial<CatalogItem> = {}): CatalogItem {
  return { kind: 'Service', name, state: 'synced', errors: 0, warnings: 0, ...rest };
}

const search = new EntrySearch([
  entry('prod-health-billing', { owner: 'team-money', environment: 'prod' }),
  entry('dev-health-billing', { owner: 'team-money', environment: 'dev' }),
  entry('dev-data-etl', { owner: 'team-data', title: 'Nightly Loads' }),
  entry('billing-vm', { kind: 'VirtualMachine' }),
]);
const names = (text: string, most = 10) => search.find(text, most).best.map(({ name }) => name);

it('finds by letters of the name, the best first', () => {
  expect(names('bill')).toEqual(['billing-vm', 'dev-health-billing', 'prod-health-billing']);
});

it('takes every word, in any order, from the name or from what else is known', () => {
  expect(names('billing prod')).toEqual(['prod-health-billing']);
  expect(names('MONEY dev')).toEqual(['dev-health-billing']);
  expect(names('nightly')).toEqual(['dev-data-etl']);
  expect(names('virtualmachine')).toEqual(['billing-vm']);
  expect(names('billing nowhere')).toEqual([]);
});

it('says how many there are beyond those that it gives', () => {
  expect(search.find('bill', 1)).toMatchObject({ best: [{ name: 'billing-vm' }], count: 3 });
});

it('finds the same letter by letter, and after taking letters back', () => {
  const fresh = (text: string) =>
    new EntrySearch([entry('dev-data-etl'), entry('dev-health-x')]).find(text, 9);
  const typed = new EntrySearch([entry('dev-data-etl'), entry('dev-health-x')]);
  for (const text of ['d', 'de', 'dev', 'dev-h', 'dev', 'dev e', 'dev et', 'x', '']) {
    expect(typed.find(text, 9)).toEqual(fresh(text));
  }
});
