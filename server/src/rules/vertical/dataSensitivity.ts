import type { Rule } from '../rule.ts';
import { SENSITIVITIES } from '../tags/sensitivities.ts';
import { demandsOn, relatedTo } from './demands.ts';

const SENSITIVITY = ['metadata', 'tags', 'DataSensitivity'];

export const dataSensitivity: Rule = {
  id: 'vertical/data-sensitivity',
  summary: 'Nothing is more sensitive than its vertical may hold.',
  severity: 'warning',
  raised: true,
  *check(context) {
    const { document } = context;
    const held = document.statedText(SENSITIVITY);
    if (!held) return;
    const [strictest] = demandsOn(context, ['spec', 'maxDataSensitivity'])
      .filter(({ value }) => rank(value) >= 0)
      .sort((a, b) => rank(a.value) - rank(b.value));
    if (!strictest || rank(held) <= rank(strictest.value)) return;
    const { vertical, value } = strictest;
    yield {
      ...document.place(SENSITIVITY),
      message: `The vertical "${vertical}" may hold "${String(value)}" data at most, not "${held}": move it to a vertical that may, or have the limit raised.`,
      related: relatedTo(strictest),
    };
  },
};

function rank(value: unknown): number {
  return SENSITIVITIES.indexOf(String(value));
}
