import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { type Outcomes, totalOf } from './standing.ts';

export const RULE = 'No service goes to prod without an owner and a catalog entry.';

/** What a rule finds, in two words. */
const BREACHES: Readonly<Record<string, string>> = {
  'catalog/prod-owner': 'no owner',
  'catalog/prod-entry': 'not registered',
};

/** What it is that nobody can say. */
const DOUBTS: Readonly<Record<string, string>> = {
  'catalog/prod-owner': 'owner unknown',
  'catalog/prod-entry': 'registration unknown',
};

/** Why a service breaks the rule, or what nobody can say of it: "no owner · not registered". */
export function reasonWords({ prod, environment }: CatalogItem): string {
  const breaches = (prod?.breaches ?? []).map(({ rule, silenced }) => {
    const words = BREACHES[rule] ?? rule;
    return silenced === undefined ? words : `${words} (silenced)`;
  });
  const doubts = (prod?.undecided ?? []).map((rule) => DOUBTS[rule] ?? rule);
  return [environment === 'stage' ? 'stage' : '', ...breaches, ...doubts].filter(Boolean).join(' · ');
}

/** "27 of 30 in order"; of none: that there are none. */
export function keepWords(outcomes: Outcomes): string {
  const all = totalOf(outcomes);
  return all === 0 ? 'no service' : `${number(outcomes.keeps)} of ${number(all)} in order`;
}

/** "3 break the rule, 2 undecided"; empty where all keep it. */
export function wantWords({ breaks, undecided }: Outcomes): string {
  const broken = breaks === 0 ? '' : `${number(breaks)} ${breaks === 1 ? 'breaks' : 'break'} the rule`;
  return [broken, undecided === 0 ? '' : `${number(undecided)} undecided`].filter(Boolean).join(', ');
}

function number(count: number): string {
  return count.toLocaleString('en');
}
