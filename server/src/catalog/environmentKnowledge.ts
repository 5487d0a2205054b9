import type { Environment } from '../manifest/document.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';

/**
 * What several control planes know, as one: of an environment its own control plane is asked, of what belongs to none
 * the one of the environment switched to.
 *
 * @param current knows of the environment switched to
 * @param of knows of that environment; the same object where it is the same control plane
 */
export function joinKnowledge(
  current: ControlPlaneKnowledge,
  of: (environment: Environment) => ControlPlaneKnowledge,
  environments: readonly Environment[],
): ControlPlaneKnowledge {
  const all = new Set([current, ...environments.map(of)]);
  if (all.size === 1) return current;
  return {
    reached: [...all].find(({ reached }) => reached === 'unknown')?.reached ?? current.reached,
    entry: (kind, name, environment, release) =>
      (environment ? of(environment) : current).entry(kind, name, environment, release),
    *entries(): Iterable<CatalogEntry> {
      for (const knowledge of all) {
        for (const entry of knowledge.entries()) {
          if ((entry.environment ? of(entry.environment) : current) === knowledge) yield entry;
        }
      }
    },
    owners: () => current.owners(),
    verticals: () => current.verticals(),
  };
}
