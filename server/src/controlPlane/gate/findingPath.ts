import type { ManifestDocument } from '../../manifest/document.ts';
import { formatWrittenPath, itemsOf, type ManifestNode, type Path, type Span } from '../../manifest/tree.ts';

/** The field that a finding is about, as `spec.ports[1].protocol`; empty for the whole document. */
export function writtenPathOf({ root }: ManifestDocument, place: Span): string {
  return formatWrittenPath(root, pathAt(root, place));
}

/** The path of the innermost entry or item that holds a place. */
function pathAt(node: ManifestNode | undefined, place: Span, path: Path = []): Path {
  if (node?.type === 'map') {
    const entry = node.entries.find(({ key, value }) => holds({ start: key.start, end: value.end }, place));
    return entry ? pathAt(entry.value, place, [...path, String(entry.key.value)]) : path;
  }
  const items = itemsOf(node);
  const index = items.findIndex((item) => holds(item, place));
  return index < 0 ? path : pathAt(items[index], place, [...path, index]);
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
