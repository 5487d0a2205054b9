import type { Rule } from '../rule.ts';
import { faultsOfTiers } from './tiers.ts';

const PRICING = ['spec', 'pricing'];
const PAGE = [...PRICING, 'publishedAt'];

export const pricingTransparency: Rule = {
  id: 'impact/pricing-transparency',
  summary: 'Prices are published, without gaps or overlaps, and do not rise unsaid.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    if (document.kind !== 'Service' && document.kind !== 'Vertical') return;
    const pricing = document.node(PRICING);
    if (pricing?.type !== 'map') return;
    if (document.lacks(PAGE)) {
      yield {
        ...document.keyPlace(PRICING),
        message:
          'No page is named where people can read the prices. Publish them and name the page in "publishedAt".',
      };
    }
    for (const { path, message } of faultsOfTiers(document, [...PRICING, 'tiers'])) {
      yield { ...document.place(path), message };
    }
  },
};
