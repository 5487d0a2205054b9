import type { Environment, ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import type { Declaration } from '../facts.ts';
import { keep } from '../keep.ts';

export const AMOUNT = ['spec', 'monthlyCost', 'amount'];

/** What a service or machine costs a month, and whose budget that is. */
export interface Cost {
  vertical: string;
  environment: Environment;
  currency: string;
  amount: number;
  /** The same for all costs of one vertical, in one environment and one currency: they are one sum (decision 13). */
  budget: string;
}

/** A document that states its cost. */
export interface StatedCost {
  cost: Cost;
  source: Declaration;
}

const ofDocument = new WeakMap<ManifestDocument, { cost: Cost | undefined }>();

/** The cost that a document states; undefined where it states none, or nobody would know whose it is. */
export function costOf(document: ManifestDocument): Cost | undefined {
  const known = ofDocument.get(document) ?? { cost: readCost(document) };
  ofDocument.set(document, known);
  return known.cost;
}

function readCost(document: ManifestDocument): Cost | undefined {
  const amount = document.stated(AMOUNT);
  const currency = document.statedText(['spec', 'monthlyCost', 'currency']);
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']);
  const environment = environmentOf(document);
  if (typeof amount !== 'number' || !currency || !vertical || !environment) return undefined;
  const budget = JSON.stringify([vertical, environment, currency]);
  return { vertical, environment, currency, amount, budget };
}

/** What documents of one kind take of one budget. */
export interface Spending {
  /** In units of the currency, times `SCALE`: sums of fractions would gather dust, 0.1 and 0.2 are 0.3. */
  scaled: number;
  /** The greatest first; a budget may be shared by hundreds, of which these are worth showing. */
  greatest: readonly StatedCost[];
}

const SCALE = 10_000;
const SHOWN = 10;

/** The costs that documents of a kind state, by whose budget they are. */
export const spendingByBudget = keep((documents) => {
  const byBudget = new Map<string, StatedCost[]>();
  for (const source of documents) {
    const cost = costOf(source.document);
    if (!cost) continue;
    const others = byBudget.get(cost.budget);
    if (others) others.push({ cost, source });
    else byBudget.set(cost.budget, [{ cost, source }]);
  }
  return new Map([...byBudget].map(([budget, costs]) => [budget, spendingOf(costs)]));
});

function spendingOf(costs: StatedCost[]): Spending {
  return {
    scaled: costs.reduce((sum, { cost }) => sum + Math.round(cost.amount * SCALE), 0),
    greatest: costs.sort(byAmount).slice(0, SHOWN),
  };
}

/** Both together, in units of the currency. */
export function totalOf(spendings: readonly Spending[]): { sum: number; greatest: StatedCost[] } {
  return {
    sum: spendings.reduce((sum, { scaled }) => sum + scaled, 0) / SCALE,
    greatest: spendings.flatMap(({ greatest }) => greatest).sort(byAmount),
  };
}

function byAmount(a: StatedCost, b: StatedCost): number {
  return b.cost.amount - a.cost.amount;
}
