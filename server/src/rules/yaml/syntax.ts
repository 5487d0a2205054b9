import type { Rule } from '../rule.ts';

export const syntax: Rule = {
  id: 'yaml/syntax',
  summary: 'The text is YAML 1.2.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    yield* document.syntaxProblems;
  },
};
