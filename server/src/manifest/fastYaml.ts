import { FlowReader, MAX_DEPTH } from './fastYamlFlow.ts';
import { DASH, GREATER, HASH, PIPE, UNUSUAL } from './fastYamlScanner.ts';
import type { ManifestNode, MapEntry, MapNode, ScalarNode, SequenceNode } from './tree.ts';

/** Longer keys need a `?` before them. */
const MAX_KEY_LENGTH = 1_000;

/**
 * Reads one document of plain, well-formed YAML, as manifests are: maps, lists, scalars and comments, in block and
 * flow style. Gives exactly the tree that `parseYaml` gives, many times faster, and declines whatever is unusual
 * or wrong: anchors, tags, directives, tabs, multi-line plain and quoted scalars, any fault.
 *
 * @returns the root, or undefined: ask `parseYaml`
 */
export function readPlainYaml(text: string): ManifestNode | undefined {
  if (ODD.test(text)) return undefined;
  try {
    return new BlockReader(text).document();
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

/** Tabs, byte order marks, lone carriage returns, and markers inside the text. */
const ODD = /^\.\.\.|[\t\ufeff]|\r(?!\n)|\n(?:---|\.\.\.)(?:\s|$)/;

/** Reads a document: maps and lists by their indentation. */
class BlockReader extends FlowReader {
  document(): ManifestNode {
    if (this.text.startsWith('---')) {
      this.at = 3;
      this.finishLine();
    }
    this.skipLines();
    if (this.column() !== 0) throw UNUSUAL;
    const isFlow = this.isOpening();
    const root = isFlow ? this.flow(-1, 1) : this.#block(0, 0);
    if (isFlow) this.finishValue();
    if (root.type === 'scalar' || this.at < this.text.length) throw UNUSUAL;
    return root;
  }

  /** The node that starts here, at column `indent`: a list, a map, or a scalar alone. */
  #block(indent: number, depth: number): ManifestNode {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    if (this.isIndicator(DASH)) return this.#sequence(indent, depth);
    const first = this.scalar(false);
    if (this.isColon()) return this.#map(first, indent, depth);
    this.finishValue();
    return first;
  }

  #sequence(indent: number, depth: number): SequenceNode {
    const start = this.at;
    const items: ManifestNode[] = [];
    do {
      const isBelowComment = this.commentColumn >= 0;
      this.at++;
      const item = this.#value(indent, depth, 'item');
      // The tolerant parser counts what follows in.
      if (isBelowComment && item.end === item.start) throw UNUSUAL;
      items.push(item);
    } while (this.#continues(indent) && this.isIndicator(DASH));
    return { type: 'sequence', flow: false, items, start, end: this.#close(indent) };
  }

  #map(first: ScalarNode, indent: number, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const names = new Set<string>();
    let key = first;
    for (;;) {
      if (key.end - key.start > MAX_KEY_LENGTH) throw UNUSUAL;
      const named = this.named(key, names);
      this.at++;
      entries.push({ key: named, value: this.#value(indent, depth, 'entry') });
      if (!this.#continues(indent) || this.isIndicator(DASH)) break;
      key = this.scalar(false);
      if (!this.isColon()) throw UNUSUAL;
    }
    return { type: 'map', flow: false, entries, start: first.start, end: this.#close(indent) };
  }

  /** What stands behind a dash or a colon of a container at column `indent`: here, or on the lines below. */
  #value(indent: number, depth: number, of: 'item' | 'entry'): ManifestNode {
    if (!this.isSpace()) throw UNUSUAL;
    this.skipSpaces();
    if (!this.isLineEnd() && this.unit() !== HASH) return this.#valueHere(indent, depth, of);
    const at = this.at;
    this.finishValue();
    const column = this.column();
    if (column > indent) {
      const isBelowComment = this.commentColumn >= 0;
      const below = this.#flowOrBlock(indent, column, depth);
      // The tolerant parser may read such a text on into the next key.
      if (isBelowComment && below.type === 'scalar') throw UNUSUAL;
      return below;
    }
    // A list may stand right below its key.
    if (column === indent && of === 'entry' && this.isIndicator(DASH)) return this.#block(indent, depth + 1);
    if (this.commentColumn >= 0 || this.text.charCodeAt(at) === HASH) throw UNUSUAL;
    if (column < 0 && this.text.endsWith(' ')) throw UNUSUAL;
    this.end = at;
    return { type: 'scalar', value: null, style: 'plain', start: at, end: at };
  }

  #valueHere(indent: number, depth: number, of: 'item' | 'entry'): ManifestNode {
    if (this.unit() === PIPE || this.unit() === GREATER) return this.blockScalar(indent);
    if (of === 'item') return this.#flowOrBlock(indent, this.column(), depth);
    const value = this.isOpening() ? this.flow(indent, depth + 1) : this.scalar(false);
    this.finishValue();
    return value;
  }

  #flowOrBlock(indent: number, column: number, depth: number): ManifestNode {
    if (!this.isOpening()) return this.#block(column, depth + 1);
    const value = this.flow(indent, depth + 1);
    this.finishValue();
    return value;
  }

  /** Whether the next line goes on with the container at this column; what is further in would be a fault. */
  #continues(indent: number): boolean {
    const column = this.column();
    if (column > indent) throw UNUSUAL;
    return column === indent;
  }

  /** The end of a container. A comment below its last line may be counted in: the tolerant parser knows. */
  #close(indent: number): number {
    if (this.commentColumn >= Math.max(indent, 1)) throw UNUSUAL;
    return this.end;
  }
}
