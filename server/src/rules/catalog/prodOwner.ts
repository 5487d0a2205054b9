import type { Rule } from '../rule.ts';

export const prodOwner: Rule = {
  id: 'catalog/prod-owner',
  summary: 'No service goes to prod without an `Owner`.',
  severity: 'error',
  raised: false,
  *check({ document, environment }) {
    if (document.kind !== 'Service' || environment !== 'prod') return;
    if (!document.lacks(['metadata', 'tags', 'Owner'])) return;
    const message =
      'A service in prod needs an owner: state the team that answers for it in the tag "Owner".';
    yield { ...document.place(['metadata', 'name']), message };
  },
};
