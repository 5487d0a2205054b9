import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, visit } from 'yaml';
import { findHopeless } from '../manifest/hopeless.ts';

/** A file that is adopted from. */
export interface SourceFile {
  /** Relative to the root of the workspace, with `/`. */
  path: string;
  text: string;
}

/** Where something is said. */
export interface Origin {
  file: string;
  /** From 1. */
  line: number;
}

/** Longer sources are nobody's work, but a tool's. In UTF-16 units. */
export const MAX_SOURCE_LENGTH = 2_000_000;

/** Values looked at in a file, aliases and merge keys followed: a text of a few lines may stand for billions. */
const MAX_VALUES = 200_000;

/** A source that cannot be read, in words for people. */
export class UnreadableSource extends Error {
  override name = 'UnreadableSource';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** What the values of one file share. */
interface Reading {
  file: string;
  lines: LineCounter;
  left: number;
  /** What aliases stand for. */
  targets: Map<unknown, unknown>;
  /** Entries of maps that were asked for, merge keys followed. */
  entries: Map<unknown, ReadonlyMap<string, unknown>>;
}

/**
 * The documents of a YAML or JSON text, each as a value that knows where it stands. A document that is broken is given
 * as why.
 *
 * @throws {UnreadableSource} for a text that is not worth parsing
 */
export function readDocuments({ path, text }: SourceFile): (Located | UnreadableSource)[] {
  if (text.length > MAX_SOURCE_LENGTH) {
    throw new UnreadableSource(1, `It holds more than ${MAX_SOURCE_LENGTH / 1_000_000} million characters.`);
  }
  const hopeless = findHopeless(text);
  if (hopeless) throw new UnreadableSource(lineOf(text, hopeless.start), hopeless.message);
  const lines = new LineCounter();
  const reading: Reading = { file: path, lines, left: MAX_VALUES, targets: new Map(), entries: new Map() };
  const documents = parseAllDocuments(text.replace(/^\ufeff/, ''), {
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
    uniqueKeys: false,
  }) as Document.Parsed[];
  return documents.flatMap((document): (Located | UnreadableSource)[] => {
    const [error] = document.errors;
    if (error)
      return [new UnreadableSource(lines.linePos(error.pos[0]).line, `It is no YAML: ${error.message}`)];
    if (!document.contents) return [];
    findTargets(document, reading.targets);
    return [new Located(document.contents, reading, '', 1)];
  });
}

/** An alias stands for what the anchor of its name before it is at. */
function findTargets(document: Document, targets: Map<unknown, unknown>): void {
  const anchors = new Map<string, unknown>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor) anchors.set(node.anchor, node);
    },
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A value of a source, and where it stands. Aliases and merge keys (`<<`) are followed; null counts as absent. */
export class Located {
  /** As people would say it: `services.web.ports[0]`. */
  readonly path: string;
  readonly #node: unknown;
  readonly #reading: Reading;
  readonly #line: number;

  /** @throws {UnreadableSource} where the file was found to stand for more than anybody could read */
  constructor(node: unknown, reading: Reading, path: string, line: number) {
    spend(reading, 1, line);
    this.path = path;
    this.#reading = reading;
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    this.#line = range ? reading.lines.linePos(range[0]).line : line;
    this.#node = isAlias(node) ? reading.targets.get(node) : node;
  }

  get at(): Origin {
    return { file: this.#reading.file, line: this.#line };
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** The text of a scalar as it is written: `3.10` is not `3.1`. Undefined for maps, lists and null. */
  get text(): string | undefined {
    if (!isScalar(this.#node)) return undefined;
    const { value, source } = this.#node;
    if (value === null || value === undefined) return undefined;
    return typeof value === 'string' ? value : (source ?? String(value));
  }

  /** Undefined for all but numbers, and texts of digits alone. */
  get number(): number | undefined {
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  }

  get boolean(): boolean | undefined {
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The value under a key of a map; a further key goes deeper. */
  get(...keys: [string, ...string[]]): Located | undefined {
    const [key, ...deeper] = keys;
    const value = this.#lookUp(key);
    const [next, ...rest] = deeper;
    return next === undefined ? value : value?.get(next, ...rest);
  }

  /** Keys with their values, those of merge keys last; repeated ones and nulls once, as they are looked up. */
  entries(): [key: string, value: Located][] {
    return this.keys().flatMap((key): [string, Located][] => {
      const value = this.#lookUp(key);
      return value ? [[key, value]] : [];
    });
  }

  /** Keys of a map, those without a value too. */
  keys(): string[] {
    return [...this.#entries.keys()];
  }

  items(): Located[] {
    if (!isSeq(this.#node)) return [];
    return this.#node.items.flatMap((item, index) => this.#child(item, `${this.path}[${index}]`) ?? []);
  }

  /** Texts of a list of scalars, or of one scalar. */
  texts(): string[] {
    const own = this.text;
    return own === undefined ? this.items().flatMap(({ text }) => text ?? []) : [own];
  }

  /** Scalars of a map as texts. */
  textMap(): Map<string, string> {
    return new Map(
      this.entries().flatMap(([key, { text }]) => (text === undefined ? [] : [[key, text] as const])),
    );
  }

  get #entries(): ReadonlyMap<string, unknown> {
    return entriesOf(this.#node, this.#reading, this.#line);
  }

  #lookUp(key: string): Located | undefined {
    if (!this.#entries.has(key)) return undefined;
    const path = /^[\w-]+$/.test(key) ? `${this.path && `${this.path}.`}${key}` : `${this.path}["${key}"]`;
    return this.#child(this.#entries.get(key), path);
  }

  #child(node: unknown, path: string): Located | undefined {
    const child = new Located(node, this.#reading, path, this.#line);
    const isNothing = isScalar(child.#node)
      ? (child.#node.value ?? null) === null
      : !child.isMap && !child.isList;
    return isNothing ? undefined : child;
  }
}

/** By key, the map's own before those of its merge keys; the first where one is repeated. */
function entriesOf(node: unknown, reading: Reading, line: number): ReadonlyMap<string, unknown> {
  const known = reading.entries.get(node);
  if (known) return known;
  const entries = new Map<string, unknown>();
  // Kept before it is whole, so that merge keys in a circle end.
  reading.entries.set(node, entries);
  const merged: unknown[] = [];
  for (const { key, value } of isMap(node) ? node.items : []) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === '<<') merged.push(value);
    else if (name !== undefined && !entries.has(name)) entries.set(name, value);
  }
  const follow = (each: unknown) => (isAlias(each) ? reading.targets.get(each) : each);
  for (const target of merged.map(follow)) {
    for (const map of isSeq(target) ? target.items.map(follow) : [target]) {
      const from = entriesOf(map, reading, line);
      spend(reading, from.size, line);
      for (const [name, value] of from) if (!entries.has(name)) entries.set(name, value);
    }
  }
  return entries;
}

function spend(reading: Reading, values: number, line: number): void {
  reading.left -= values;
  if (reading.left < 0) {
    throw new UnreadableSource(line, `Its aliases stand for more than ${MAX_VALUES} values.`);
  }
}
