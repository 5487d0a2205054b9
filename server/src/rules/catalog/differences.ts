import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path, Plain } from '../../manifest/tree.ts';
import type { CatalogEntry } from '../facts.ts';

const known = new WeakMap<ManifestDocument, { entry: CatalogEntry; fields: readonly Path[] }>();

/** `differences` of a document from its entry, worked out once: to compare them the whole document is needed. */
export function differencesFrom(entry: CatalogEntry, document: ManifestDocument): readonly Path[] {
  let found = known.get(document);
  if (found?.entry !== entry) {
    found = { entry, fields: differences(document.value, entry.manifest) };
    known.set(document, found);
  }
  return found.fields;
}

/**
 * Fields in which a manifest and its registered entry differ, in reading order of the manifest, those of the entry
 * alone last. Annotations are left out: they are for tools, which may write them on one side alone.
 */
export function differences(manifest: Plain | undefined, entry: Plain | undefined): Path[] {
  return [...differing(manifest, entry, [])].filter(
    (path) => !(path[0] === 'metadata' && path[1] === 'annotations'),
  );
}

function* differing(a: Plain | undefined, b: Plain | undefined, path: Path): Generator<Path> {
  if (a === b) return;
  if (isMap(a) && isMap(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      yield* differing(ownValue(a, key), ownValue(b, key), [...path, key]);
    }
  } else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) yield* differing(item, b[index], [...path, index]);
  } else {
    yield path;
  }
}

function ownValue(map: { [key: string]: Plain }, key: string): Plain | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function isMap(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
