import type { Environment } from '../manifest/document.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';

/**
 * What several control planes know, as one: of an environment its own control plane is asked.
 *
 * @param current knows of owners and verticals: the one of the window's environment
 * @param of knows of that environment; the same object where it is the same control plane
 * @param homeless knows of what belongs to no environment
 */
export function joinKnowledge(
  current: ControlPlaneKnowledge,
  of: (environment: Environment) => ControlPlaneKnowledge,
  environments: readonly Environment[],
  homeless: (kind: string, name: string) => ControlPlaneKnowledge = () => current,
): ControlPlaneKnowledge {
  const all = new Set([current, ...environments.map(of)]);
  if (all.size === 1) return current;
  const responsible = (kind: string, name: string, environment: Environment | undefined) =>
    environment ? of(environment) : homeless(kind, name);
  return {
    reached: [...all].find(({ reached }) => reached === 'unknown')?.reached ?? current.reached,
    entry: (kind, name, environment, release) =>
      responsible(kind, name, environment).entry(kind, name, environment, release),
    *entries(): Iterable<CatalogEntry> {
      for (const knowledge of all) {
        for (const entry of knowledge.entries()) {
          if (responsible(entry.kind, entry.name, entry.environment) === knowledge) yield entry;
        }
      }
    },
    owners: () => current.owners(),
    verticals: () => current.verticals(),
  };
}
