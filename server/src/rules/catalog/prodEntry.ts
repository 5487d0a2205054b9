import { nameOfService } from '../naming/serviceName.ts';
import type { Rule } from '../rule.ts';

export const prodEntry: Rule = {
  id: 'catalog/prod-entry',
  summary: 'No service goes to prod without a catalog entry.',
  severity: 'error',
  raised: false,
  needsCatalog: true,
  *check(context) {
    const { document, environment, facts } = context;
    const { name } = document;
    if (environment !== 'prod' || !name || !nameOfService(context)) return;
    if (facts.entry('Service', name, 'prod').state !== 'absent') return;
    const message = `The catalog of prod has no entry "${name}"; register the service before it goes there.`;
    yield { ...document.place(['metadata', 'name']), message };
  },
  fixes(_finding, { document }) {
    const { name, broken } = document;
    if (!name || broken) return [];
    const command = { id: 'register', kind: 'Service', name } as const;
    return [{ title: `Register ${name} in the catalog`, isPreferred: false, edits: [], command }];
  },
};
