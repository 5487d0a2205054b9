import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentInName } from '../../manifest/environment.ts';
import { type NamedReference, namesOf, referencesOf } from '../../rules/references.ts';
import type { CatalogStore, EntryKey, StoredEntry } from '../store/catalogStore.ts';
import { documentOf } from './draft.ts';

/** A registered manifest as the rules read it. */
export interface Neighbour {
  entry: StoredEntry;
  document: ManifestDocument;
}

/** A manifest that hangs together with more than this is judged by these. */
const MOST = 300;

/** What a manifest refers to, and what that refers to, as far as it is registered; the nearest first. */
export async function neighboursOf(document: ManifestDocument, store: CatalogStore): Promise<Neighbour[]> {
  const seen = new Set<string>();
  const found: Neighbour[] = [];
  const waiting = [document];
  for (const each of waiting) {
    for (const key of referencesOf(each).flatMap(keysOf)) {
      const id = JSON.stringify([key.kind, key.name, key.environment, key.release]);
      if (seen.has(id) || found.length >= MOST) continue;
      seen.add(id);
      const neighbour = await readNeighbour(key, store);
      if (!neighbour) continue;
      found.push(neighbour);
      waiting.push(neighbour.document);
    }
  }
  return found;
}

/** Under which keys what a reference names may be registered; one of them is enough. */
export function keysOf(reference: NamedReference): EntryKey[] {
  const { kind, version } = reference;
  return namesOf(reference).map((name) => ({
    kind,
    name,
    environment: environmentInName(kind, name),
    ...(version === undefined ? {} : { release: version }),
  }));
}

async function readNeighbour(key: EntryKey, store: CatalogStore): Promise<Neighbour | undefined> {
  const entry = await store.get(key);
  const document = entry && documentOf(entry.manifest as Record<string, unknown>);
  return entry && document && { entry, document };
}
