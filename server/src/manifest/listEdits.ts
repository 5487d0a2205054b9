import type { ManifestDocument } from './document.ts';
import type { Edit } from './edit.ts';
import { setValue } from './edits.ts';
import { blanksBefore, endOf, isLineBreak, lineBreak, lineStart } from './extents.ts';
import { insertIntoFlow } from './flowEdits.ts';
import { isFilledMap, renderEntry, renderFlow, type Surroundings } from './render.ts';
import { around } from './surroundings.ts';
import {
  entryOf,
  isNull,
  itemsOf,
  type ManifestNode,
  type Path,
  type Plain,
  type SequenceNode,
} from './tree.ts';

/**
 * Puts items into the list at `path`, written as its items are; makes the list where there is none yet. Everything
 * else stays as it is written.
 *
 * @returns undefined where that cannot be written here: below an alias, or over what is no list
 */
export function insertItems(
  document: ManifestDocument,
  path: Path,
  items: readonly Plain[],
  place: 'first' | 'last' = 'last',
): Edit | undefined {
  const list = listAt(document.root, path);
  if (list === 'none') return setValue(document, path, [...items]);
  if (!list || items.length === 0) return undefined;
  return list.flow ? intoFlow(document, list, items, place) : intoBlock(document, list, items, place);
}

/** What a list must not hold to be written anew: comments, anchors, aliases and tags would be lost. */
const UNWRITTEN = /(?:^|[\s,[{])[#&*!]/;

/**
 * Writes the list at `path` anew, in its own style.
 *
 * @param items at least one
 * @returns undefined where there is none, or something in it would be lost: a comment, an anchor, an alias, a tag
 */
export function replaceItems(
  document: ManifestDocument,
  path: Path,
  items: readonly Plain[],
): Edit | undefined {
  const list = listAt(document.root, path);
  if (!list || list === 'none' || items.length === 0) return undefined;
  const { text } = document;
  const last = list.items.at(-1);
  const dash = list.flow || !list.items[0] ? undefined : dashBefore(text, list.items[0].start);
  const start = list.flow ? list.start : dash;
  if (start === undefined || (!list.flow && !last)) return undefined;
  const end = list.flow || !last ? list.end : endOf(text, last);
  const whole = list.flow ? end : lineBreak(text, end);
  if (UNWRITTEN.test(text.slice(start, whole))) return undefined;
  if (list.flow) return { start, end, newText: renderFlow([...items], around(document, true, '')) };
  const lineEnd = isLineBreak(text[end - 1]) ? around(document, false, '').lineEnd : '';
  return { start, end, newText: blockItems(document, list, start, items) + lineEnd };
}

/** The list at a path; `none` where nothing is there, undefined where it cannot be written to. */
export function listAt(root: ManifestNode | undefined, path: Path): SequenceNode | 'none' | undefined {
  let node = root;
  for (const step of path) {
    if (node?.aliased) return undefined;
    const next: ManifestNode | undefined =
      typeof step === 'number' ? itemsOf(node)[step] : entryOf(node, step)?.value;
    if (next === undefined || isNull(next)) return 'none';
    node = next;
  }
  return node?.type === 'sequence' && !node.aliased ? node : undefined;
}

function intoFlow(
  document: ManifestDocument,
  list: SequenceNode,
  items: readonly Plain[],
  place: 'first' | 'last',
): Edit | undefined {
  const { text } = document;
  const parts = list.items.map((item) => ({ start: item.start, end: endOf(text, item) }));
  const indent = parts[0] ? (blanksBefore(text, parts[0].start) ?? '') : '';
  const at = around(document, true, indent);
  const written = items.map((item) => renderFlow(item, at));
  const ownLines = parts[0] !== undefined && blanksBefore(text, parts[0].start) !== undefined;
  return insertIntoFlow(
    text,
    list,
    parts,
    written.join(ownLines ? `,${at.lineEnd}${indent}` : ', '),
    place,
    at,
  );
}

function intoBlock(
  document: ManifestDocument,
  list: SequenceNode,
  items: readonly Plain[],
  place: 'first' | 'last',
): Edit | undefined {
  const { text } = document;
  const [first] = list.items;
  const last = list.items.at(-1);
  const dash = first && dashBefore(text, first.start);
  if (!first || !last || dash === undefined) return undefined;
  const indent = indentAt(text, dash);
  const at = around(document, false, indent);
  const written = blockItems(document, list, dash, items);
  if (place === 'first') return { start: dash, end: dash, newText: written + at.lineEnd + indent };
  const end = endOf(text, last);
  // A block scalar ends with the line break that a further line would start from.
  if (isLineBreak(text[end - 1])) return { start: end, end, newText: indent + written + at.lineEnd };
  const line = lineBreak(text, end);
  return { start: line, end: line, newText: at.lineEnd + indent + written };
}

/** Items as those of a list in block style are written, without the blanks before the first `-`. */
function blockItems(
  document: ManifestDocument,
  list: SequenceNode,
  dash: number,
  items: readonly Plain[],
): string {
  const indent = indentAt(document.text, dash);
  const at = around(document, false, indent);
  const asBlock = list.items.some((item) => item.type === 'map' && !item.flow);
  return items.map((item) => `- ${renderItem(item, at, asBlock)}`).join(at.lineEnd + indent);
}

function indentAt(text: string, offset: number): string {
  return ' '.repeat(offset - lineStart(text, offset));
}

/** Where the `-` of an item stands; undefined where the item starts a line of its own below it. */
export function dashBefore(text: string, start: number): number | undefined {
  const from = lineStart(text, start);
  const lead = /^ *(?:- +)*- +(?=(?:[&!]\S* +)*$)/.exec(text.slice(from, start))?.[0];
  return lead === undefined ? undefined : from + lead.lastIndexOf('-');
}

function renderItem(item: Plain, at: Surroundings, asBlock: boolean): string {
  if (!asBlock || !isFilledMap(item)) return renderFlow(item, at);
  const inner = { ...at, indent: `${at.indent}  ` };
  return Object.entries(item)
    .map(([key, value]) => renderEntry(key, value, inner))
    .join(at.lineEnd + inner.indent);
}
