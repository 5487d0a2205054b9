import type { ManifestNode, Path, ScalarNode } from '../manifest/tree.ts';

/** A key or a single value; the path of a key is that of its value. */
export interface Target {
  node: ScalarNode;
  path: Path;
  isKey: boolean;
}

/** The key or value written at an offset of a document's text; undefined between them and inside aliases. */
export function scalarAt(
  node: ManifestNode | undefined,
  offset: number,
  path: Path = [],
): Target | undefined {
  if (!node || offset < node.start || offset > node.end) return undefined;
  if (node.type === 'scalar') return node.value === null ? undefined : { node, path, isKey: false };
  if (node.aliased) return undefined;
  if (node.type === 'sequence') return firstOf(node.items, (item, i) => scalarAt(item, offset, [...path, i]));
  return firstOf(node.entries, ({ key, value }) => {
    // Fields of a merge key are written elsewhere.
    if (key.aliased) return undefined;
    const own = [...path, String(key.value)];
    const isKey = key.start <= offset && offset <= key.end && key.start < key.end;
    return isKey ? { node: key, path: own, isKey } : scalarAt(value, offset, own);
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
