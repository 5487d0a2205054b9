import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkText } from './check.ts';
import type { ImpactField, ImpactRule } from './finding.ts';

interface LabelledText {
  text: string;
  field: ImpactField;
  expect: { rule: ImpactRule }[];
}

const texts: LabelledText[] = readFileSync(
  new URL('../../../test/eval/impact/heldout.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

// A little below what was measured (docs/impact/evaluation.md): a change that loses more has to say why.
it.each<[ImpactRule, number]>([
  ['impact/exclusionary-language', 0.93],
  ['impact/protected-attribute', 0.86],
  ['impact/proxy-attribute', 0.89],
])('%s finds what it should in texts that nothing was tuned on', (rule, least) => {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { text, field, expect: expected } of texts) {
    const found = checkText(text, field).some((finding) => finding.rule === rule);
    const meant = expected.some((label) => label.rule === rule);
    if (found && meant) right++;
    else if (found) wrong++;
    else if (meant) missed++;
  }
  expect((2 * right) / (2 * right + wrong + missed)).toBeGreaterThan(least);
});
