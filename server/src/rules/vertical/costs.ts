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
}

/** A document that states its cost. */
export interface StatedCost extends Cost {
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
  return { vertical, environment, currency, amount };
}

/** The stated costs among documents, by whose budget and in which currency they are. */
export const costsByBudget = keep((documents) => {
  const byBudget = new Map<string, StatedCost[]>();
  for (const source of documents) {
    const cost = costOf(source.document);
    if (!cost) continue;
    const key = budgetOf(cost);
    const others = byBudget.get(key);
    if (others) others.push({ ...cost, source });
    else byBudget.set(key, [{ ...cost, source }]);
  }
  return byBudget;
});

/** Costs of one vertical, in one environment and one currency are one sum (decision 13). */
export function budgetOf({ vertical, environment, currency }: Cost): string {
  return JSON.stringify([vertical, environment, currency]);
}

/** The sum of amounts, without the dust that binary fractions leave: 0.1 and 0.2 are 0.3. */
export function sumOf(costs: readonly Cost[]): number {
  return Math.round(costs.reduce((sum, { amount }) => sum + amount, 0) * 1e4) / 1e4;
}
