import type { Environment } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import type { Path } from '../../manifest/tree.ts';
import type { CatalogFacts } from '../facts.ts';
import { fixHere, shown } from '../fix.ts';
import { formatServiceName, parseServiceName } from '../naming/serviceName.ts';
import { dependenciesIn } from '../references.ts';
import type { Rule } from '../rule.ts';
import { closesCycle } from './dependencies.ts';

export const environmentCrossing: Rule = {
  id: 'catalog/environment-crossing',
  summary: 'A service depends on services of its own environment.',
  severity: 'warning',
  raised: true,
  *check({ document, environment, facts }) {
    if (document.kind !== 'Service' || !environment) return;
    for (const { name, path } of dependenciesIn(document)) {
      const other = environmentOfService(name, facts);
      if (!other || other === environment) continue;
      const message = `"${name}" runs in ${other}, this service in ${environment}: a change there would be felt here.`;
      yield { ...document.place(path), message, data: { path } };
    }
  },
  fixes({ data }, context) {
    const { document, environment, facts } = context;
    const { path } = data as { path: Path };
    const parts = parseServiceName(document.statedText(path) ?? '', facts.verticals());
    if (!parts || !environment) return [];
    const name = formatServiceName({ ...parts, environment });
    const isThere = facts.known('Service', name).state === 'known';
    const isOwn = closesCycle(facts, 'Service', document.name ?? '', name);
    return isThere && !isOwn
      ? fixHere(context, `Depend on ${shown(name)}`, setValue(document, path, name), true)
      : [];
  },
};

/** Where a service runs, by its manifest, else by its name; undefined for what is not there at all. */
function environmentOfService(name: string, facts: CatalogFacts): Environment | undefined {
  const answer = facts.known('Service', name);
  if (answer.state === 'absent') return undefined;
  const stated = answer.state === 'known' ? answer.value[0]?.environment : undefined;
  const named = name.split('-')[0];
  return stated ?? (isEnvironment(named) ? named : undefined);
}
