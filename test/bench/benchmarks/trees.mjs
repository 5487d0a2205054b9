// What the editor's catalog costs with many entries: following one change beside telling everything, expanding, filtering, finding.
import { contestant, measured } from '../support/measured.mjs';
import { median } from '../support/statistics.mjs';

export const about = 'following, expanding, filtering and searching a catalog of 100,000 entries';

const NAMES = {
  'all at once': 'one word typed, all told: merge, encode, decode, arrange',
  'one change': 'one word typed, the change told',
  first: 'the first time: all of it, in pages',
  'expand the root': 'expand the root',
  'expand an environment': 'expand an environment',
  'expand the largest group': 'expand the largest group: sort it, cut it into ranges',
  'expand a range': 'expand a range of 200',
  group: 'group otherwise',
  filter: 'filter',
  governance: 'who breaks the rule of the way to prod',
  'find: open': 'open Find in Catalog',
  'find: a keystroke': 'find: a keystroke',
};

/** @param {import('../support/context.mjs').Context} context */
export async function run({ quick, rounds, scratch }) {
  const entries = quick ? 10_000 : 100_000;
  const figures = [];
  for (let round = 0; round < rounds; round++) {
    const args = [contestant('treesBench.ts'), entries].map(String);
    figures.push(JSON.parse((await measured(args, { scratch })).stdout));
  }
  const over = (what, of) => median(figures.map(({ times }) => of(times[what])));
  const middle = (what) => over(what, median);
  const rows = Object.entries(NAMES).map(([what, name]) => [
    name,
    middle(what).toFixed(2),
    over(what, (times) => Math.max(...times)).toFixed(2),
  ]);
  return {
    figures,
    tables: [
      {
        title: `${entries.toLocaleString('en')} registered entries, 200 of them with a manifest, ms`,
        head: ['', 'p50', 'longest'],
        rows,
        note: `Telling a change costs 1/${Math.round(middle('all at once') / middle('one change'))} of telling everything.`,
      },
    ],
  };
}
