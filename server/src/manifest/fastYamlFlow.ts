import { ScalarReader } from './fastYamlScalars.ts';
import { BRACE, CLOSING_BRACE, CLOSING_BRACKET, COLON, COMMA, HASH, UNUSUAL } from './fastYamlScanner.ts';
import type { ManifestNode, MapEntry, MapNode, ScalarNode, SequenceNode } from './tree.ts';

/** Deeper nesting is left to the tolerant parser, which says what it thinks of it. */
export const MAX_DEPTH = 50;

/** Reads maps and lists in brackets. */
export class FlowReader extends ScalarReader {
  #openBrackets = 0;

  protected flow(indent: number, depth: number): MapNode | SequenceNode {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const start = this.at;
    this.#openBrackets++;
    const isMap = this.text.charCodeAt(this.at++) === BRACE;
    const closing = isMap ? CLOSING_BRACE : CLOSING_BRACKET;
    const entries: MapEntry[] = [];
    const items: ManifestNode[] = [];
    const names = new Set<string>();
    for (;;) {
      this.#skipFlowSpace(indent);
      if (this.unit() === closing) break;
      if (isMap) entries.push(this.#flowEntry(indent, depth, names));
      else items.push(this.#flowValue(indent, depth));
      this.#skipFlowSpace(indent);
      if (this.unit() === closing) break;
      if (this.unit() !== COMMA) throw UNUSUAL;
      this.at++;
    }
    this.#openBrackets--;
    const end = ++this.at;
    return isMap
      ? { type: 'map', flow: true, entries, start, end }
      : { type: 'sequence', flow: true, items, start, end };
  }

  #flowEntry(indent: number, depth: number, names: Set<string>): MapEntry {
    const key = this.named(this.scalar(true), names);
    this.skipSpaces();
    if (this.unit() !== COLON || (key.style === 'plain' && !this.isSpace(1))) throw UNUSUAL;
    this.at++;
    this.#skipFlowSpace(indent);
    return { key, value: this.#flowValue(indent, depth) };
  }

  #flowValue(indent: number, depth: number): ManifestNode {
    return this.isOpening() ? this.flow(indent, depth + 1) : this.scalar(true);
  }

  /** Passes blanks, line breaks and comments between brackets; lines must be further in than the container. */
  #skipFlowSpace(indent: number): void {
    for (;;) {
      const from = this.at;
      this.skipSpaces();
      if (this.unit() === HASH) {
        if (this.at === from) throw UNUSUAL;
        this.skipComment();
      }
      if (this.at >= this.text.length) throw UNUSUAL;
      if (!this.isLineEnd()) return;
      this.skipBreak();
      this.skipSpaces();
      if (!this.isLineEnd() && this.unit() !== HASH && this.column() <= indent) {
        // Only the last bracket may stand below its key.
        if (this.column() < indent || this.#openBrackets > 1 || !this.isClosing()) throw UNUSUAL;
      }
    }
  }

  /** The key as maps have it; declines what only the tolerant parser reads: repeated keys and merge keys. */
  protected named(key: ScalarNode, names: Set<string>): ScalarNode {
    const value = key.value ?? '';
    const name = String(value);
    if (names.has(name) || name === '<<') throw UNUSUAL;
    names.add(name);
    return key.value === null ? { ...key, value } : key;
  }
}
