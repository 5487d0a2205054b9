/**
 * The located model of one YAML document. Offsets are UTF-16 units from the start of the document's text, so that
 * a document that did not change keeps its tree when text above it grows.
 */

/** Half-open: [start, end). */
export interface Span {
  start: number;
  end: number;
}

export type Path = readonly (string | number)[];

interface Located extends Span {
  /** The place is an alias (`*name`): the node is used here, its text stands at the anchor. */
  aliased?: true;
}

export interface ScalarNode extends Located {
  type: 'scalar';
  value: string | number | boolean | null;
  /** How it is written; `plain` for an empty value. */
  style: 'plain' | 'single' | 'double' | 'block';
}

export interface MapEntry {
  key: ScalarNode;
  /** A scalar `null` of no length where nothing is written. */
  value: ManifestNode;
}

export interface MapNode extends Located {
  type: 'map';
  flow: boolean;
  entries: MapEntry[];
}

export interface SequenceNode extends Located {
  type: 'sequence';
  flow: boolean;
  items: ManifestNode[];
}

export type ManifestNode = ScalarNode | MapNode | SequenceNode;

/** A value as JSON has it, or undefined for nothing. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

export function isNull(node: ManifestNode | undefined): boolean {
  return node === undefined || (node.type === 'scalar' && node.value === null);
}

/** Entries of a map that are sooner looked through than kept by their key. */
const FEW = 12;

/** Entries of maps by their key, for maps that were asked for one: a map of thousands is asked thousands of times. */
const entriesByKey = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

/** The entry of a map under `key`; the first where it is repeated. */
export function entryOf(node: ManifestNode | undefined, key: string): MapEntry | undefined {
  if (node?.type !== 'map') return undefined;
  if (node.entries.length <= FEW) return node.entries.find((entry) => String(entry.key.value) === key);
  let byKey = entriesByKey.get(node);
  if (!byKey) {
    // Of entries with the same key a map keeps the last: the first, read backwards.
    byKey = new Map(node.entries.map((entry) => [String(entry.key.value), entry] as const).reverse());
    entriesByKey.set(node, byKey);
  }
  return byKey.get(key);
}

const statedItems = new WeakMap<SequenceNode, readonly ManifestNode[]>();

/** Items that say something: null is absent. Indexes of paths and of plain values count these. */
export function itemsOf(node: ManifestNode | undefined): readonly ManifestNode[] {
  if (node?.type !== 'sequence') return [];
  let stated = statedItems.get(node);
  if (!stated) {
    stated = node.items.some(isNull) ? node.items.filter((item) => !isNull(item)) : node.items;
    statedItems.set(node, stated);
  }
  return stated;
}

/** The node at `path`, or undefined where there is none. Null counts as none. */
export function nodeAt(root: ManifestNode | undefined, path: Path): ManifestNode | undefined {
  let node = root;
  for (const step of path) {
    node = typeof step === 'number' ? itemsOf(node)[step] : entryOf(node, step)?.value;
    if (node === undefined || isNull(node)) return undefined;
  }
  return isNull(node) ? undefined : node;
}

/** The plain value of a node, without the nulls; undefined for null. Repeated keys: the first counts. */
export function plainOf(node: ManifestNode | undefined): Plain | undefined {
  if (node === undefined || isNull(node)) return undefined;
  switch (node.type) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.filter((item) => !isNull(item)).map((item) => plainOf(item) ?? null);
    case 'map': {
      const value: { [key: string]: Plain } = {};
      for (const entry of node.entries) {
        const key = String(entry.key.value);
        const plain = plainOf(entry.value);
        if (plain !== undefined && !Object.hasOwn(value, key)) setOwn(value, key, plain);
      }
      return value;
    }
  }
}

/** The value at a path of a plain value; undefined where there is none. */
export function plainAt(value: Plain | undefined, path: Path): Plain | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === 'number' ? at[step] : undefined;
    else if (typeof at !== 'object' || at === null || typeof step === 'number') return undefined;
    else at = Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** Sets an own property even for `__proto__`: a manifest must not reach the prototype. */
function setOwn(value: { [key: string]: Plain }, key: string, plain: Plain): void {
  if (key !== '__proto__') value[key] = plain;
  else
    Object.defineProperty(value, key, { value: plain, enumerable: true, configurable: true, writable: true });
}

/** Every node with its path, parents first. */
export function* walk(
  node: ManifestNode | undefined,
  path: Path = [],
): Generator<{ node: ManifestNode; path: Path; entry?: MapEntry }> {
  if (node === undefined) return;
  yield { node, path };
  if (node.type === 'sequence') {
    for (const [index, item] of itemsOf(node).entries()) yield* walk(item, [...path, index]);
  } else if (node.type === 'map') {
    for (const entry of node.entries) yield* walk(entry.value, [...path, String(entry.key.value)]);
  }
}

/** Every scalar, keys and nulls included, in reading order. */
export function* scalarsOf(node: ManifestNode | undefined): Generator<ScalarNode> {
  if (node?.type === 'scalar') yield node;
  else if (node?.type === 'sequence') for (const item of node.items) yield* scalarsOf(item);
  else if (node) {
    for (const { key, value } of node.entries) {
      yield key;
      yield* scalarsOf(value);
    }
  }
}

/** A path for people, who count items as they are written: those that are null as well. */
export function formatWrittenPath(root: ManifestNode | undefined, path: Path): string {
  let node = root;
  const written = path.map((step) => {
    if (typeof step === 'string') {
      node = entryOf(node, step)?.value;
      return step;
    }
    const item: ManifestNode | undefined = itemsOf(node)[step];
    const index = node?.type === 'sequence' && item ? node.items.indexOf(item) : step;
    node = item;
    return index;
  });
  return formatPath(written);
}

/** `spec.ports[0].port`: items are counted as in plain values. */
export function formatPath(path: Path): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}
