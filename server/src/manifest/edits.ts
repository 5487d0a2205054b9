import type { ManifestDocument } from './document.ts';
import type { Edit } from './edit.ts';
import {
  blanksBefore,
  endOfEntry,
  entryAt,
  isLineBreak,
  lineBreak,
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
import { around, indentOf, isJson } from './surroundings.ts';
import {
  isNull,
  itemsOf,
  type MapEntry,
  type MapNode,
  type Path,
  type Plain,
  type ScalarNode,
} from './tree.ts';

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

/** `a.b: value` as `{ a: { b: value } }`; undefined for a place in a list, which cannot be made up. */
function nest(path: Path, value: Plain): Plain | undefined {
  return path.reduceRight<Plain | undefined>(
    (inner, step) => (inner === undefined || typeof step === 'number' ? undefined : { [step]: inner }),
    value,
  );
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
