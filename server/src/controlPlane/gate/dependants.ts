import { ENVIRONMENTS } from '../../manifest/document.ts';
import { formatPath } from '../../manifest/tree.ts';
import { namesOf, referencesOf } from '../../rules/references.ts';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { documentOf } from './draft.ts';

/** An entry that would miss another one. */
export interface Dependant {
  entry: StoredEntry;
  /** Where it names the other one. */
  path: string;
}

/** More than this are not told: who would miss it is many. */
const MOST = 100;
const PAGE = 200;

/** The entries that refer to this one and would find nothing else by its name; of a vertical, those that belong to it. */
export async function dependantsOf(entry: StoredEntry, store: CatalogStore): Promise<Dependant[]> {
  const found: Dependant[] = [];
  for (const mention of await mentionsOf(entry, store)) {
    let cursor: string | undefined;
    do {
      const page = await store.search({ mentions: mention }, { limit: PAGE, ...(cursor ? { cursor } : {}) });
      found.push(...page.entries.flatMap((other) => placesIn(other, entry)));
      cursor = page.nextCursor;
    } while (cursor && found.length < MOST);
  }
  return found.slice(0, MOST);
}

/** How others write its name in JSON: the whole name, or of a golden image the beginning of it, as a version may follow. */
async function mentionsOf({ kind, name, environment }: StoredEntry, store: CatalogStore): Promise<string[]> {
  const written = JSON.stringify(name);
  if (kind === 'GoldenImage') return [written.slice(0, -1)];
  if (kind !== 'Service' || !environment || !name.startsWith(`${environment}-`)) return [written];
  // An API names the service without its environment: it is met by the same one in another.
  const base = name.slice(environment.length + 1);
  const others = ENVIRONMENTS.filter((each) => each !== environment);
  const elsewhere = await Promise.all(
    others.map((each) => store.get({ kind, name: `${each}-${base}`, environment: each })),
  );
  return elsewhere.some(Boolean) ? [written] : [written, JSON.stringify(base)];
}

function placesIn(other: StoredEntry, { kind, name, environment, release }: StoredEntry): Dependant[] {
  const isItself = other.kind === kind && other.name === name && other.environment === environment;
  if (isItself) return [];
  if (kind === 'Vertical' && other.vertical === name)
    return [{ entry: other, path: 'metadata.tags.Vertical' }];
  const document = documentOf(other.manifest as Record<string, unknown>);
  const references = document ? referencesOf(document) : [];
  return references
    .filter(
      (reference) =>
        reference.kind === kind &&
        namesOf(reference).includes(name) &&
        (reference.version === undefined || reference.version === release),
    )
    .map(({ path }) => ({ entry: other, path: formatPath(path) }));
}
