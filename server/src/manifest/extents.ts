import {
  entryOf,
  itemsOf,
  type ManifestNode,
  type MapEntry,
  type MapNode,
  type Path,
  type ScalarNode,
} from './tree.ts';

const ownEntriesOf = new WeakMap<MapNode, MapEntry[]>();

/** Entries that are written in the map itself, in their order; not those of a merge key. */
export function ownEntries(map: MapNode): readonly MapEntry[] {
  const known = ownEntriesOf.get(map);
  if (known) return known;
  const own = map.entries.filter((entry) => isOwn(map, entry)).sort((a, b) => a.key.start - b.key.start);
  ownEntriesOf.set(map, own);
  return own;
}

export function ownEntry(map: MapNode, name: string): MapEntry | undefined {
  const entry = entryOf(map, name);
  return entry && isOwn(map, entry) ? entry : undefined;
}

function isOwn(map: MapNode, { key }: MapEntry): boolean {
  return !key.aliased && map.start <= key.start && key.start < map.end;
}

/** The entry that is written at `path`, with its map and whether that is in flow style; none is below an alias. */
export function entryAt(root: ManifestNode | undefined, path: Path) {
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

/** Where an entry's own text ends: after its value, or after its colon where it has none. */
export function endOfEntry(text: string, { key, value }: MapEntry): number {
  const end = endOf(text, value);
  if (end > value.start) return end;
  const colon = /^\s*:/.exec(text.slice(key.end));
  const afterColon = key.end + (colon?.[0].length ?? 0);
  // `a: &anchor` has a value of no length after its properties.
  return /[&!]/.test(text.slice(afterColon, end)) ? end : afterColon;
}

/** Where a node's own text ends. */
export function endOf(text: string, node: ManifestNode): number {
  if (node.aliased) return node.end;
  if (node.type === 'scalar') return node.style === 'block' ? endOfBlockScalar(text, node) : node.end;
  if (node.flow) return node.end;
  if (node.type === 'sequence') {
    const last = node.items.at(-1);
    return last ? Math.max(endOf(text, last), last.start) : node.end;
  }
  const last = ownEntries(node).at(-1);
  return last ? endOfEntry(text, last) : node.end;
}

/** Blank lines after a block scalar are its own only where it says so (`|+`). */
function endOfBlockScalar(text: string, { start, end }: ScalarNode): number {
  const written = text.slice(start, end);
  if (/^[|>][0-9]?\+/.test(written)) return end;
  const kept = written.trimEnd().length;
  return start + kept + (/^(?:\r\n|\n|\r)/.exec(written.slice(kept))?.[0].length ?? 0);
}

export function blanksBefore(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset).replace(/^\ufeff/, '');
  return before.trim() === '' ? before : undefined;
}

export function isLineBreak(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineBreak(text[at - 1])) at--;
  return at;
}

/** Where the line that holds `offset` ends, before its line break. */
export function lineBreak(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isLineBreak(text[at])) at++;
  return at;
}

export function nextLine(text: string, offset: number): number {
  const at = lineBreak(text, offset);
  return text.startsWith('\r\n', at) ? at + 2 : Math.min(at + 1, text.length);
}
