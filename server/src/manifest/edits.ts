import type { ManifestDocument } from './document.ts';
import type { Edit } from './edit.ts';
import {
  blanksBefore,
  endOfEntry,
  isLineBreak,
  lineBreak,
  lineStart,
  nextLine,
  ownEntries,
  ownEntry,
} from './extents.ts';
import { insertIntoFlow } from './flowEdits.ts';
import {
  isFilledMap,
  renderBlockMap,
  renderEntry,
  renderFlow,
  renderScalar,
  type Surroundings,
} from './render.ts';
import {
  isNull,
  itemsOf,
  type ManifestNode,
  type MapEntry,
  type MapNode,
  type Path,
  type Plain,
  type ScalarNode,
  type Span,
} from './tree.ts';

export type { Edit };

/** The text after edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => b.start - a.start || b.end - a.end).reverse();
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, newText } of inOrder) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/**
 * Makes `path` say `value`: replaces what stands there (a single value, keeping its quotes), fills in what is empty,
 * or inserts the field with the maps above it that are missing. Everything else stays as it is written.
 *
 * @param place where a new field goes within its map; a document starts with its `apiVersion`
 * @returns undefined where that cannot be written here: below an alias, behind a tag, or over a list or map
 */
export function setValue(
  document: ManifestDocument,
  path: Path,
  value: Plain,
  place: 'first' | 'last' = 'last',
): Edit | undefined {
  let flow = false;
  let node = document.root;
  for (const [depth, step] of path.entries()) {
    if (!node || node.aliased || node.type === 'scalar') return undefined;
    flow ||= node.flow;
    const rest = path.slice(depth + 1);
    if (typeof step === 'number') {
      node = itemsOf(node)[step];
      if (rest.length === 0 && node?.type === 'scalar')
        return replace(document, node, value, around(document, flow, ''));
      continue;
    }
    if (node.type !== 'map') return undefined;
    const map: MapNode = node;
    const entry = ownEntry(map, step);
    if (entry && rest.length > 0 && !isNull(entry.value)) {
      node = entry.value;
      continue;
    }
    const below = nest(rest, value);
    if (below === undefined) return undefined;
    return entry ? fill(document, map, entry, below, flow) : insert(document, map, step, below, flow, place);
  }
  return undefined;
}

/** Renames the key at `path`, keeping its quotes; undefined where it is written elsewhere (an alias). */
export function renameKey(document: ManifestDocument, path: Path, name: string): Edit | undefined {
  const found = entryAt(document.root, path);
  if (!found) return undefined;
  const { key } = found.entry;
  const newText = renderScalar(name, { flow: found.flow, json: isJson(document) }, key.style);
  return { start: key.start, end: key.end, newText };
}

/**
 * Removes the entry at `path` with its lines, or with its comma in flow style. Comments above it stay.
 *
 * @returns undefined where that cannot be done without touching what is not the entry's own
 */
export function removeEntry(document: ManifestDocument, path: Path): Edit | undefined {
  const found = entryAt(document.root, path);
  if (!found) return undefined;
  const { text } = document;
  const { map, entry } = found;
  const entries = ownEntries(map);
  const index = entries.indexOf(entry);
  const edit = map.flow ? removeFromFlow(text, map, entries, index) : removeFromBlock(text, entries, index);
  return edit && leavesAliasesBehind(text, edit) ? undefined : edit;
}

/** Whether what stays refers to an anchor in what goes; text that only looks so counts as well. */
function leavesAliasesBehind(text: string, { start, end }: Edit): boolean {
  const anchors = [...text.slice(start, end).matchAll(/&([^\s,[\]{}]+)/g)].map(([, name]) => name);
  if (anchors.length === 0) return false;
  const rest = text.slice(0, start) + text.slice(end);
  const aliases = new Set([...rest.matchAll(/\*([^\s,[\]{}]+)/g)].map(([, name]) => name));
  return anchors.some((name) => aliases.has(name));
}

/** Removes a comment: with its line where nothing else is on it, else with the blanks before it. */
export function removeComment(text: string, { start, end }: Span): Edit {
  const line = lineStart(text, start);
  const before = text.slice(line, start);
  return before.trim() === ''
    ? { start: line, end: nextLine(text, end), newText: '' }
    : { start: line + before.trimEnd().length, end, newText: '' };
}

function entryAt(root: ManifestNode | undefined, path: Path) {
  let node = root;
  let flow = false;
  for (const [depth, step] of path.entries()) {
    if (!node || node.aliased || node.type === 'scalar') return undefined;
    flow ||= node.flow;
    if (typeof step === 'number') {
      node = itemsOf(node)[step];
      continue;
    }
    const map: ManifestNode = node;
    const entry: MapEntry | undefined = map.type === 'map' ? ownEntry(map, step) : undefined;
    if (map.type !== 'map' || !entry) return undefined;
    if (depth === path.length - 1) return { map, entry, flow };
    node = entry.value;
  }
  return undefined;
}

/** `a.b: value` as `{ a: { b: value } }`; undefined for a place in a list, which cannot be made up. */
function nest(path: Path, value: Plain): Plain | undefined {
  return path.reduceRight<Plain | undefined>(
    (inner, step) => (inner === undefined || typeof step === 'number' ? undefined : { [step]: inner }),
    value,
  );
}

/** How the text at some place is written; `indent` is put before new keys there. */
export function around(document: ManifestDocument, flow: boolean, indent: string): Surroundings {
  const { text } = document;
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return { flow, indent, lineEnd, json: isJson(document), step: stepOf(document) };
}

function isJson({ root }: ManifestDocument): boolean {
  return root?.type === 'map' && root.flow && root.entries.every(({ key }) => key.style === 'double');
}

/** By how much the first nested map of the document is indented. */
function stepOf({ root, text }: ManifestDocument): string {
  if (root?.type === 'map' && !root.flow) {
    for (const { value } of ownEntries(root)) {
      const indent = value.type === 'map' && !value.flow && !value.aliased && indentOf(text, value);
      if (indent) return indent;
    }
  }
  return '  ';
}

/** The blanks that put a further key below those of a block map; undefined where no key starts its line. */
function indentOf(text: string, map: MapNode): string | undefined {
  for (const { key } of ownEntries(map)) {
    const before = text.slice(lineStart(text, key.start), key.start).replace(/^\ufeff/, '');
    if (/^ *(?:- +)*$/.test(before)) return ' '.repeat(before.length);
  }
  return undefined;
}

/** A tag before a value, with or without an anchor behind it: it would make something else of a new value. */
const TAG_BEFORE = /(?<![^\s,[{:])!(?:[^\s,[\]{}]*[^\s,[\]{}:])?(?:\s+&[^\s,[\]{}]+)?\s+$/;
/** More characters than these are between no tag and its value. */
const TAG_REACH = 200;

function replace(
  document: ManifestDocument,
  node: ScalarNode,
  value: Plain,
  at: Surroundings,
): Edit | undefined {
  if (TAG_BEFORE.test(document.text.slice(Math.max(0, node.start - TAG_REACH), node.start))) return undefined;
  const written = document.text.slice(node.start, node.end);
  const end = node.start + (node.style === 'block' ? written.trimEnd().length : written.length);
  return { start: node.start, end, newText: renderFlow(value, at, node.aliased ? 'plain' : node.style) };
}

/** Gives an entry its value, in the place of a single one or of nothing. */
function fill(
  document: ManifestDocument,
  map: MapNode,
  { key, value: old }: MapEntry,
  value: Plain,
  flow: boolean,
): Edit | undefined {
  const { text } = document;
  const indent = indentOf(text, map);
  if (old.type !== 'scalar' || (indent === undefined && !flow)) return undefined;
  const at = around(document, flow, indent ?? '');
  if (old.end > old.start) return replace(document, old, value, at);
  const colon = /^[ \t]*:/.exec(text.slice(key.end));
  if (!colon) return undefined;
  const start = key.end + colon[0].length;
  const rest = text.slice(start, lineBreak(text, start));
  if (at.flow) {
    return /^\s*(?:[,}#]|$)/.test(rest)
      ? { start, end: start, newText: ` ${renderFlow(value, at)}` }
      : undefined;
  }
  if (!/^[ \t]*(?:#.*)?$/.test(rest)) return undefined;
  if (!isFilledMap(value)) return { start, end: start, newText: ` ${renderFlow(value, at)}` };
  const end = start + rest.length;
  return { start: end, end, newText: renderBlockMap(value, { ...at, indent: at.indent + at.step }) };
}

function insert(
  document: ManifestDocument,
  map: MapNode,
  key: string,
  value: Plain,
  flow: boolean,
  place: 'first' | 'last',
): Edit | undefined {
  const { text } = document;
  const entries = ownEntries(map);
  const [first] = entries;
  const last = entries.at(-1);
  if (map.flow) {
    const at = around(document, true, first ? (blanksBefore(text, first.key.start) ?? '') : '');
    const parts = entries.map((entry) => ({ start: entry.key.start, end: endOfEntry(text, entry) }));
    return insertIntoFlow(text, map, parts, renderEntry(key, value, at), place, at);
  }
  const indent = indentOf(text, map);
  if (!first || !last || flow || indent === undefined) return undefined;
  const at = around(document, false, indent);
  const entry = renderEntry(key, value, at);
  if (place === 'first') {
    return { start: first.key.start, end: first.key.start, newText: entry + at.lineEnd + indent };
  }
  const end = endOfEntry(text, last);
  // A block scalar ends with the line break that a further line would start from.
  if (isLineBreak(text[end - 1])) return { start: end, end, newText: indent + entry + at.lineEnd };
  const line = lineBreak(text, end);
  return { start: line, end: line, newText: at.lineEnd + indent + entry };
}

function removeFromBlock(text: string, entries: readonly MapEntry[], index: number): Edit | undefined {
  const entry = entries[index];
  if (!entry) return undefined;
  const { start } = entry.key;
  const end = endOfEntry(text, entry);
  const afterLine = isLineBreak(text[end - 1]) ? end : nextLine(text, end);
  if (blanksBefore(text, start) !== undefined) {
    return { start: lineStart(text, start), end: afterLine, newText: '' };
  }
  // The first entry after a `-`: the next one moves up to it.
  const next = entries[index + 1];
  const before = text.slice(lineStart(text, start), start);
  if (!next || !/^\s*(?:- +)+$/.test(before) || text.slice(end, next.key.start).trim() !== '')
    return undefined;
  return { start, end: next.key.start, newText: '' };
}

function removeFromFlow(
  text: string,
  map: MapNode,
  entries: readonly MapEntry[],
  index: number,
): Edit | undefined {
  const entry = entries[index];
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  if (!entry) return undefined;
  const end = endOfEntry(text, entry);
  if (previous) {
    const start = endOfEntry(text, previous);
    return /^\s*,\s*$/.test(text.slice(start, entry.key.start)) ? { start, end, newText: '' } : undefined;
  }
  if (next) {
    const gap = text.slice(end, next.key.start);
    return /^\s*,\s*$/.test(gap) ? { start: entry.key.start, end: next.key.start, newText: '' } : undefined;
  }
  const [left, right] = [text.slice(map.start + 1, entry.key.start), text.slice(end, map.end - 1)];
  if (left.trim() !== '' || !/^\s*,?\s*$/.test(right)) return undefined;
  return { start: map.start, end: map.end, newText: '{}' };
}
