import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml';
import { settleConflicts } from './conflicts.ts';
import type { SyntaxProblem } from './document.ts';
import { findHopeless, MAX_DEPTH, TABS, tooDeep } from './hopeless.ts';
import {
  type ManifestNode,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type Span,
  scalarsOf,
} from './tree.ts';

/** Nodes that aliases may add to a document; a "billion laughs" stops here. */
const MAX_ALIASED_NODES = 20_000;

/** Syntax problems of one document that are reported; those after the first mostly follow from it. */
const MAX_PROBLEMS = 20;

export interface ParsedYaml {
  root: ManifestNode | undefined;
  problems: SyntaxProblem[];
}

/**
 * Parses the text of one YAML 1.2 document (core schema, merge keys) into a located tree. Tolerant: whatever can be
 * understood is in the tree, whatever cannot is a problem. Never throws.
 */
export function parseYaml(text: string): ParsedYaml {
  const unmerged = settleConflicts(text);
  if (unmerged) {
    const { root, problems } = parseYaml(unmerged.text);
    return { root, problems: [...unmerged.problems, ...problems] };
  }
  const hopeless = findHopeless(text);
  if (hopeless) return { root: undefined, problems: [hopeless] };
  try {
    const [document, ...rest] = parseAllDocuments<Node, false>(text, {
      version: '1.2',
      // Also below a `%YAML 1.1`, in which `yes` would be true.
      schema: 'core',
      merge: true,
      prettyErrors: false,
      strict: true,
      uniqueKeys: false,
      logLevel: 'silent',
      stringKeys: false,
    });
    if (document === undefined) return { root: undefined, problems: [] };
    const converter = new Converter(text);
    const root = document.contents ? converter.convert(document.contents, 0) : undefined;
    const errors = causes([document, ...rest].flatMap((each) => each.errors)).slice(0, MAX_PROBLEMS);
    const problems = [...errors.map((error) => syntaxProblem(text, root, error)), ...converter.problems];
    return { root, problems: worthTelling(problems) };
  } catch (error) {
    // The parser recurses; a text made to exhaust the stack ends here.
    const message =
      error instanceof RangeError ? 'Nested too deeply to be read.' : `Cannot be read: ${String(error)}`;
    return { root: undefined, problems: [{ start: 0, end: Math.min(1, text.length), message }] };
  }
}

/** Without the complaints that only follow from one before them. */
function causes(errors: readonly YAMLParseError[]): YAMLParseError[] {
  const firstTab = errors.findIndex(({ code }) => code === 'TAB_AS_INDENT');
  const isOther = errors[0] !== undefined && !MISTAKEN_KEYS.includes(errors[0].code);
  return errors.filter(({ code }, i) => {
    // What a tab brings out of line is in no shape to be judged.
    if (firstTab !== -1 && i > firstTab && code !== 'TAB_AS_INDENT') return false;
    if (isOther && MISTAKEN_KEYS.includes(code)) return false;
    return code !== 'RESOURCE_EXHAUSTION';
  });
}

/** What the parser makes of the keys after a bracket that is never closed. */
const MISTAKEN_KEYS: readonly string[] = ['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY'];

/** In reading order, one for a place; a text that is no YAML at all need not be told so a thousand times. */
function worthTelling(problems: SyntaxProblem[]): SyntaxProblem[] {
  const sorted = problems.sort((a, b) => a.start - b.start);
  return sorted.filter(({ start }, i) => start !== sorted[i - 1]?.start).slice(0, MAX_PROBLEMS);
}

/** Builds the located tree, resolving aliases and merge keys; what it must refuse becomes a problem. */
class Converter {
  readonly problems: SyntaxProblem[] = [];
  readonly #text: string;
  /** The latest node of each anchor, in reading order; `undefined` while it is being read. */
  readonly #anchors = new Map<string, ManifestNode | undefined>();
  #aliasedNodes = 0;
  #isTooDeep = false;

  constructor(text: string) {
    this.#text = text;
  }

  convert(node: Node | null | undefined, depth: number, fallback: Span = { start: 0, end: 0 }): ManifestNode {
    const at = node?.range ? { start: node.range[0], end: node.range[1] } : fallback;
    if (!node) return empty(at.end);
    if (depth > MAX_DEPTH) {
      if (!this.#isTooDeep) this.problems.push(tooDeep(at.start));
      this.#isTooDeep = true;
      return empty(at.end);
    }
    if (isAlias(node)) return this.#alias(node, at);
    const { anchor } = node as { anchor?: string };
    if (anchor) this.#anchors.set(anchor, undefined);
    const converted = this.#own(node, at, depth);
    if (anchor) this.#anchors.set(anchor, converted);
    return converted;
  }

  #own(node: Node, at: Span, depth: number): ManifestNode {
    if (isMap(node)) return this.#map(node, at, depth);
    if (isSeq(node)) return this.#sequence(node, at, depth);
    return isScalar(node) ? scalar(node, at) : empty(at.end);
  }

  #sequence(node: YAMLSeq, at: Span, depth: number): ManifestNode {
    const items = node.items.map((item) => this.convert(item as Node, depth + 1, at));
    return { type: 'sequence', flow: node.flow === true, items, ...at };
  }

  #map(node: YAMLMap, at: Span, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const merged: MapEntry[] = [];
    const seen = new Map<string, ScalarNode>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = this.#key(pair.key, depth, at);
      const value = this.convert(pair.value, depth + 1, { start: key.end, end: key.end });
      if (isMergeKey(pair.key)) {
        merged.push(...this.#mergeSources(value));
        continue;
      }
      const name = String(key.value);
      if (seen.has(name))
        this.#refuse(key, `The key "${name}" is repeated; remove or rename one of the two.`);
      else seen.set(name, key);
      entries.push({ key, value });
    }
    for (const entry of merged) {
      const name = String(entry.key.value);
      if (seen.has(name)) continue;
      seen.set(name, entry.key);
      entries.push(entry);
    }
    return { type: 'map', flow: node.flow === true, entries, ...at };
  }

  #key(node: Node | null, depth: number, fallback: Span): ScalarNode {
    const key = this.convert(node, depth + 1, fallback);
    if (key.type === 'scalar') return key.value === null ? { ...key, value: '' } : key;
    return {
      type: 'scalar',
      style: 'plain',
      start: key.start,
      end: key.end,
      value: this.#text.slice(key.start, key.end),
    };
  }

  #mergeSources(value: ManifestNode): MapEntry[] {
    if (value.type === 'map') return value.entries;
    if (value.type === 'sequence' && value.items.every((item) => item.type === 'map')) {
      return value.items.flatMap((item) => (item.type === 'map' ? item.entries : []));
    }
    this.#refuse(value, 'A merge key "<<" takes a map, an alias of one, or a list of those.');
    return [];
  }

  #alias(node: Alias, at: Span): ManifestNode {
    if (!this.#anchors.has(node.source)) {
      this.#refuse(at, `No anchor "&${node.source}" stands above this alias.`);
      return empty(at.end);
    }
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      this.#refuse(at, `The alias "*${node.source}" stands inside its own anchor.`);
      return empty(at.end);
    }
    return this.#relocate(target, at);
  }

  /** A copy of an anchored node, placed where the alias uses it. */
  #relocate(node: ManifestNode, at: Span): ManifestNode {
    if (++this.#aliasedNodes > MAX_ALIASED_NODES) {
      if (this.#aliasedNodes === MAX_ALIASED_NODES + 1) {
        this.#refuse(at, `The aliases of this document expand to more than ${MAX_ALIASED_NODES} values.`);
      }
      return empty(at.end);
    }
    const place = { start: at.start, end: at.end, aliased: true } as const;
    if (node.type === 'scalar') return { ...node, ...place };
    if (node.type === 'sequence')
      return { ...node, ...place, items: node.items.map((item) => this.#relocate(item, at)) };
    return {
      ...node,
      ...place,
      entries: node.entries.map(({ key, value }) => ({
        key: { ...key, ...place },
        value: this.#relocate(value, at),
      })),
    };
  }

  #refuse(span: Span, message: string): void {
    this.problems.push({ start: span.start, end: Math.max(span.end, span.start), message });
  }
}

function isMergeKey(node: Node | null): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.source === '<<';
}

function scalar(node: Scalar, at: Span): ScalarNode {
  const { value } = node;
  const known = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return {
    type: 'scalar',
    value: known ? (value as ScalarNode['value']) : (node.source ?? String(value)),
    style: STYLES[node.type ?? 'PLAIN'] ?? 'plain',
    ...at,
  };
}

const STYLES: Record<string, ScalarNode['style']> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block',
  BLOCK_LITERAL: 'block',
};

function empty(at: number): ScalarNode {
  return { type: 'scalar', value: null, style: 'plain', start: at, end: at };
}

/** The parser's complaint in our words where it has a usual one, at a place that helps. */
function syntaxProblem(
  text: string,
  root: ManifestNode | undefined,
  error: { code: string; message: string; pos: [number, number] },
): SyntaxProblem {
  const [start, end] = error.pos;
  if (error.code === 'TAB_AS_INDENT') {
    return { start, end, message: TABS };
  }
  if (/^Missing closing ["']quote/.test(error.message)) {
    // The parser notices where the text ends; the reader needs the quote that was opened.
    for (const { start: opened, end: closed, style } of scalarsOf(root)) {
      if (closed !== start || (style !== 'single' && style !== 'double')) continue;
      return {
        start: opened,
        end: endOfLine(text, opened),
        message: 'The quote opened here is never closed.',
      };
    }
  }
  const stop = Math.min(Math.max(end, start + 1), text.length);
  return {
    start: Math.min(start, stop),
    end: stop,
    message: `${error.message.replace(/\s+/g, ' ').replace(/[.:]?$/, '')}.`,
  };
}

function endOfLine(text: string, from: number): number {
  const rest = /[\r\n]/.exec(text.slice(from));
  return rest ? from + rest.index : text.length;
}
