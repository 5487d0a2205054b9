import type { SelectionRange } from 'vscode-languageserver-types';
import { documentAt, type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import type { ManifestNode, Span } from '../manifest/tree.ts';

/** What "expand selection" goes through from an offset: value, field, map, ... document, file. */
export function selectionRange(file: ManifestFile, offset: number): SelectionRange {
  const placed = documentAt(file, offset);
  if (!placed) return { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  const whole: Span = { start: 0, end: placed.document.text.length };
  const spans = [whole, ...around(placed.document.root, offset - placed.offset)];
  return chain(placed, spans);
}

/** Spans that hold an offset, from the outside in. */
function around(node: ManifestNode | undefined, offset: number): Span[] {
  if (!node || node.aliased || !holds(node, offset)) return [];
  if (node.type === 'scalar') return [node];
  if (node.type === 'sequence') {
    const item = node.items.find((each) => holds(each, offset));
    return [node, ...around(item, offset)];
  }
  for (const { key, value } of node.entries) {
    const entry = { start: key.start, end: Math.max(key.end, value.end) };
    if (key.aliased || !holds(entry, offset)) continue;
    return [node, entry, ...(holds(key, offset) ? [key] : around(value, offset))];
  }
  return [node];
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function chain(placed: PlacedDocument, spans: readonly Span[]): SelectionRange {
  const { text } = placed.document;
  let selection: SelectionRange | undefined;
  let outer: Span | undefined;
  for (const { start, end } of spans) {
    const span = { start, end: start + text.slice(start, end).trimEnd().length };
    if (outer && outer.start === span.start && outer.end === span.end) continue;
    // Trimming must not let an inner range stick out of the one around it.
    const inside = outer ? { start: span.start, end: Math.min(span.end, outer.end) } : span;
    selection = { range: rangeOf(placed, inside), ...(selection ? { parent: selection } : {}) };
    outer = inside;
  }
  return selection ?? { range: rangeOf(placed, { start: 0, end: 0 }) };
}
