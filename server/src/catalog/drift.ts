import type { Plain } from '../manifest/tree.ts';

/**
 * Dotted fields in which a manifest and its registered entry differ; empty where they agree. Annotations are left
 * out: they are for tools, which may write them on one side alone.
 */
export function driftOf(manifest: Plain | undefined, entry: Plain | undefined): string[] {
  return [...differences(manifest, entry, '')]
    .filter((path) => !/^metadata\.annotations(\.|$)/.test(path))
    .sort();
}

function* differences(a: Plain | undefined, b: Plain | undefined, path: string): Generator<string> {
  if (a === b) return;
  if (isMap(a) && isMap(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      yield* differences(a[key], b[key], path ? `${path}.${key}` : key);
    }
  } else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [i, item] of a.entries()) yield* differences(item, b[i], `${path}[${i}]`);
  } else {
    yield path;
  }
}

function isMap(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
