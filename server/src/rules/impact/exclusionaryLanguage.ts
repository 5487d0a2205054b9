import type { Rule } from '../rule.ts';
import { judged } from './judged.ts';
import { wordingFixes } from './wordingFixes.ts';

export const exclusionaryLanguage: Rule = {
  id: 'impact/exclusionary-language',
  summary: 'Texts and names use no wording that leaves people out.',
  severity: 'error',
  raised: false,
  check: (context) => judged(context).filter(({ rule }) => rule === 'impact/exclusionary-language'),
  fixes: wordingFixes,
};
