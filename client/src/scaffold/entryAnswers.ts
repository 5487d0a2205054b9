import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { ScaffoldAnswers, ScaffoldKind } from '../../../server/src/protocol/scaffold.ts';

/** What an entry of the catalog answers of something that is made for it: the API of a service, the agent under an agent. */
export function entryAnswers(kind: ScaffoldKind, target: unknown): ScaffoldAnswers {
  const entry = entryOf(target);
  if (!entry) return {};
  const { name, vertical, owner } = entry;
  const shared: ScaffoldAnswers = { ...(vertical && { vertical }), ...(owner && { owner }) };
  if (kind === 'Api' && entry.kind === 'Service')
    return { ...shared, parameters: { providedBy: name.replace(/^(dev|test|stage|prod)-/, '') } };
  if (kind === 'Agent' && entry.kind === 'Agent') return { ...shared, parameters: { parent: name } };
  if (kind === 'Service' && entry.kind === 'Vertical') return { vertical: name };
  return {};
}

function entryOf(target: unknown): CatalogItem | undefined {
  return typeof target === 'object' && target !== null
    ? (target as { entry?: CatalogItem }).entry
    : undefined;
}
