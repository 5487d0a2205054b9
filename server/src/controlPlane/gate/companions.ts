import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { referencesOf } from '../../rules/references.ts';
import type { CatalogQuery, CatalogStore } from '../store/catalogStore.ts';
import { readAll } from '../store/readAll.ts';
import { documentOf } from './draft.ts';
import type { Neighbour } from './neighbours.ts';

/**
 * The entries that a service or machine shares something with: hosts and their ports, a workspace's range of ports, the
 * budget of a vertical. To find them the manifests of its environment are read through.
 */
export async function companionsOf(document: ManifestDocument, store: CatalogStore): Promise<Neighbour[]> {
  const found: Neighbour[] = [];
  for (const query of queriesFor(document)) {
    for (const entry of await readAll(store, query)) {
      const companion = documentOf(entry.manifest as Record<string, unknown>);
      if (companion) found.push({ entry, document: companion });
    }
  }
  return found;
}

function queriesFor(document: ManifestDocument): CatalogQuery[] {
  const { kind, name = '' } = document;
  const environment = environmentOf(document);
  if (!environment) return [];
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']);
  const budget = vertical ? [{ vertical, environment, mentions: '"monthlyCost"' }] : [];
  if (kind !== 'Service') return budget;
  const hosts = referencesOf(document).filter((reference) => reference.kind === 'VirtualMachine');
  return [
    ...hosts.map((host) => ({ kind, environment, mentions: JSON.stringify(host.name) })),
    { kind: 'Workspace', mentions: JSON.stringify(name) },
    ...budget,
  ];
}
