import type { Rule } from '../rule.ts';
import { judged } from './judged.ts';

export const protectedAttribute: Rule = {
  id: 'impact/protected-attribute',
  summary: 'Nobody is let in or kept out by a protected characteristic without an exemption.',
  severity: 'error',
  raised: false,
  check: (context) => judged(context).filter(({ rule }) => rule === 'impact/protected-attribute'),
};
