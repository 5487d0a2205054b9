import { entryOf, isNull, itemsOf, type ManifestNode, type MapEntry, type Path, type Span } from './tree.ts';

/**
 * Where a finding about a path belongs (decision 2): the value; where it is absent, the key of the nearest enclosing
 * map that exists; a map without a key (the document, an item of a list) is shown by its first key.
 */
export function placeOf(root: ManifestNode | undefined, path: Path): Span {
  const { node, depth, holder } = descend(root, path);
  if (node && depth === path.length) return spanOf(node);
  if (holder) return spanOf(holder.key);
  return firstKey(node ?? root);
}

/** The key at a path; where there is none, as `placeOf`. */
export function keyPlaceOf(root: ManifestNode | undefined, path: Path): Span {
  const { depth, holder } = descend(root, path);
  return depth === path.length && holder ? spanOf(holder.key) : placeOf(root, path);
}

/** Walks as far as the path exists: the last node reached, how deep it is, and the entry that holds it. */
function descend(root: ManifestNode | undefined, path: Path) {
  let node = root;
  let depth = 0;
  let holder: MapEntry | undefined;
  for (const step of path) {
    const entry: MapEntry | undefined = entryOf(node, String(step));
    const next: ManifestNode | undefined = typeof step === 'number' ? itemsOf(node)[step] : entry?.value;
    // Null is absent: `tags:` with nothing below it is no map in which tags could be missing.
    if (next === undefined || isNull(next)) break;
    node = next;
    holder = entry;
    depth++;
  }
  return { node, depth, holder };
}

function firstKey(node: ManifestNode | undefined): Span {
  if (node?.type === 'map' && node.entries[0]) return spanOf(node.entries[0].key);
  return node ? { start: node.start, end: node.start } : { start: 0, end: 0 };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
