import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../../catalog/knowledge.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { parseManifest } from '../../manifest/parse.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import type { Files } from '../testWorkspace.ts';

/** A reached control plane with these manifests registered. */
export function controlPlaneOf(registered: Files): ControlPlaneKnowledge {
  const entries = Object.values(registered)
    .flatMap((text) => parseManifest(text).documents)
    .flatMap(({ document }): CatalogEntry[] => {
      const { kind, name, value } = document;
      if (!kind || !name || value === undefined) return [];
      const environment = environmentOf(document);
      return [{ kind, name, environment, manifest: value, version: 1, registeredAt: '2026-01-01T00:00:00Z' }];
    });
  return {
    ...NO_CONTROL_PLANE,
    reached: 'known',
    entries: () => entries,
    entry: (kind, name, environment) => {
      const value = entries.find(
        (each) => each.kind === kind && each.name === name && each.environment === environment,
      );
      return value ? { state: 'known', value } : { state: 'absent' };
    },
  };
}
