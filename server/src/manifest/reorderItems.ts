import type { ManifestDocument } from './document.ts';
import type { Edit } from './edit.ts';
import { blanksBefore, endOf, isLineBreak, lineBreak, lineStart, nextLine } from './extents.ts';
import { dashBefore, listAt } from './listEdits.ts';
import type { ManifestNode, Path, SequenceNode, Span } from './tree.ts';

/**
 * Brings the items of the list at `path` into another order. Each takes along the comments that are its own: those on its
 * lines, right above it, and below it where they are indented like it. What is between items, such as a blank line, stays.
 *
 * @param order for each place the index of the item that belongs there
 * @returns an edit for each place that gets another item; undefined where items cannot be told apart, or must stay in
 * their order, as an alias follows its anchor
 */
export function reorderItems(
  document: ManifestDocument,
  path: Path,
  order: readonly number[],
): Edit[] | undefined {
  const list = listAt(document.root, path);
  if (!list || list === 'none' || list.items.length !== order.length) return undefined;
  const { text } = document;
  if (/&/.test(text.slice(list.start, endOf(text, list)))) return undefined;
  const places = list.flow ? flowPlaces(text, list) : blockPlaces(text, list);
  return places?.flatMap((place, index) => {
    const item = places[order[index] ?? index];
    if (!item || item === place) return [];
    return [{ ...place, newText: text.slice(item.start, item.end) }];
  });
}

function flowPlaces(text: string, list: SequenceNode): Span[] | undefined {
  const places = list.items.map((item) => ({ start: item.start, end: endOf(text, item) }));
  const between = places.slice(1).map(({ start }, index) => text.slice(places[index]?.end, start));
  // A comment behind a comma belongs to the item before it, and cannot be moved without the comma.
  return between.every((gap) => /^\s*,\s*$/.test(gap)) ? places : undefined;
}

/** From the first comment of each item to the end of its last line, without the line break. */
function blockPlaces(text: string, list: SequenceNode): Span[] | undefined {
  const dashes = list.items.map((item) => dashBefore(text, item.start));
  const places = list.items.map((item, index) => {
    const dash = dashes[index];
    const indent = dash === undefined ? undefined : blanksBefore(text, dash);
    if (dash === undefined || indent === undefined) return undefined;
    const end = endOf(text, item);
    // Without the line break that would end it, a block scalar says something else.
    if (endsInBlockScalar(item) && !isLineBreak(text[end - 1])) return undefined;
    return { start: startOfComments(text, dash, indent), end: endOfLines(text, end, indent) };
  });
  return places.every((place) => place !== undefined) ? places : undefined;
}

/** Where the comment lines right above a line begin that are indented as it is; the line's own start without any. */
function startOfComments(text: string, offset: number, indent: string): number {
  let start = lineStart(text, offset);
  while (start > 0) {
    const above = lineStart(text, text.startsWith('\r\n', start - 2) ? start - 2 : start - 1);
    if (!text.startsWith(`${indent}#`, above)) break;
    start = above;
  }
  return start;
}

/** The end of the last line of an item that ends at `end`, comment lines below that are indented deeper included. */
function endOfLines(text: string, end: number, indent: string): number {
  let last = isLineBreak(text[end - 1]) ? breakBefore(text, end) : lineBreak(text, end);
  for (;;) {
    const next = nextLine(text, last);
    if (next === last || !new RegExp(`^${indent} +#`).test(text.slice(next, lineBreak(text, next))))
      return last;
    last = lineBreak(text, next);
  }
}

function breakBefore(text: string, end: number): number {
  return text.startsWith('\r\n', end - 2) ? end - 2 : end - 1;
}

function endsInBlockScalar(node: ManifestNode): boolean {
  if (node.type === 'scalar') return node.style === 'block';
  if (node.flow) return false;
  const last = node.type === 'sequence' ? node.items.at(-1) : node.entries.at(-1)?.value;
  return last !== undefined && endsInBlockScalar(last);
}
