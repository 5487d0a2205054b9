import type { Rule } from '../rule.ts';
import { judged } from './judged.ts';

export const proxyAttribute: Rule = {
  id: 'impact/proxy-attribute',
  summary: 'Nobody is let in or kept out by what stands for a protected characteristic without an exemption.',
  severity: 'error',
  raised: false,
  check: (context) => judged(context).filter(({ rule }) => rule === 'impact/proxy-attribute'),
};
