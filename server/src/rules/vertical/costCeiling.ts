import { isSameDocument } from '../naming/rename.ts';
import type { Rule } from '../rule.ts';
import { AMOUNT, costOf, spendingByBudget, totalOf } from './costs.ts';
import { demandsOn, relatedTo } from './demands.ts';

/** Kinds that cost something (decision 13). */
const COSTING = ['Service', 'VirtualMachine'];

/** The greatest of the other costs are linked; a vertical may have hundreds. */
const LINKED = 8;

export const costCeiling: Rule = {
  id: 'vertical/cost-ceiling',
  summary: 'What a vertical runs in an environment costs no more than its ceiling.',
  severity: 'warning',
  raised: false,
  *check(context) {
    const { document, at, facts } = context;
    const own = COSTING.includes(document.kind ?? '') ? costOf(document) : undefined;
    if (!own) return;
    const [ceiling] = demandsOn(context, ['spec', 'monthlyCostCeiling', 'amount'])
      .filter(({ source }) => {
        const currency = source.document.statedText(['spec', 'monthlyCostCeiling', 'currency']);
        return currency === own.currency;
      })
      .sort((a, b) => Number(a.value) - Number(b.value));
    if (typeof ceiling?.value !== 'number') return;
    const { sum, greatest } = totalOf(
      COSTING.flatMap((kind) => spendingByBudget(facts.documentsOf(kind)).get(own.budget) ?? []),
    );
    if (sum <= ceiling.value) return;
    const others = greatest.filter(({ source }) => !isSameDocument(source.at, at)).slice(0, LINKED);
    yield {
      ...document.place(AMOUNT),
      message: `In ${own.environment}, "${own.vertical}" costs ${sum} ${own.currency} a month altogether; its ceiling is ${ceiling.value}.`,
      related: [
        ...relatedTo(ceiling),
        ...others.map(({ source, cost }) => ({
          at: source.at,
          span: source.document.place(AMOUNT),
          message: `"${source.name}" costs ${cost.amount} ${cost.currency} of it.`,
        })),
      ],
    };
  },
};
