import { plainValue } from './coreSchema.ts';
import type { ManifestNode, MapEntry, MapNode, ScalarNode, SequenceNode } from './tree.ts';

/** Deeper nesting is left to the tolerant parser, which says what it thinks of it. */
const MAX_DEPTH = 50;
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
    return new Reader(text).document();
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

/** Tabs, byte order marks, lone carriage returns, and markers inside the text. */
const ODD = /^\.\.\.|[\t\ufeff]|\r(?!\n)|\n(?:---|\.\.\.)(?:\s|$)/;

/** Thrown to decline; one for all, since making an error costs more than reading many a line. */
const UNUSUAL = new Error('Not plain YAML.');

class Reader {
  readonly #text: string;
  /** Where reading goes on. */
  #at = 0;
  #lineStart = 0;
  /** Where the node read last ends with what belongs to it: blanks, comment and line break. */
  #end = 0;
  /** Column of the rightmost comment on a line of its own since then; -1 without one. */
  #commentColumn = -1;
  #openBrackets = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): ManifestNode {
    if (this.#text.startsWith('---')) {
      this.#at = 3;
      this.#finishLine();
    }
    this.#skipLines();
    if (this.#column() !== 0) throw UNUSUAL;
    const isFlow = this.#isOpening();
    const root = isFlow ? this.#flow(-1, 1) : this.#block(0, 0);
    if (isFlow) this.#finishValue();
    if (root.type === 'scalar' || this.#at < this.#text.length) throw UNUSUAL;
    return root;
  }

  /** The node that starts here, at column `indent`: a list, a map, or a scalar alone. */
  #block(indent: number, depth: number): ManifestNode {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    if (this.#isIndicator(DASH)) return this.#sequence(indent, depth);
    const first = this.#scalar(false);
    if (this.#isColon()) return this.#map(first, indent, depth);
    this.#finishValue();
    return first;
  }

  #sequence(indent: number, depth: number): SequenceNode {
    const start = this.#at;
    const items: ManifestNode[] = [];
    do {
      const isBelowComment = this.#commentColumn >= 0;
      this.#at++;
      const item = this.#value(indent, depth, 'item');
      // The tolerant parser counts what follows in.
      if (isBelowComment && item.end === item.start) throw UNUSUAL;
      items.push(item);
    } while (this.#continues(indent) && this.#isIndicator(DASH));
    return { type: 'sequence', flow: false, items, start, end: this.#close(indent) };
  }

  #map(first: ScalarNode, indent: number, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const names = new Set<string>();
    let key = first;
    for (;;) {
      if (key.end - key.start > MAX_KEY_LENGTH) throw UNUSUAL;
      const named = this.#named(key, names);
      this.#at++;
      entries.push({ key: named, value: this.#value(indent, depth, 'entry') });
      if (!this.#continues(indent) || this.#isIndicator(DASH)) break;
      key = this.#scalar(false);
      if (!this.#isColon()) throw UNUSUAL;
    }
    return { type: 'map', flow: false, entries, start: first.start, end: this.#close(indent) };
  }

  /** What stands behind a dash or a colon of a container at column `indent`: here, or on the lines below. */
  #value(indent: number, depth: number, of: 'item' | 'entry'): ManifestNode {
    if (!this.#isSpace()) throw UNUSUAL;
    this.#skipSpaces();
    if (!this.#isLineEnd() && this.#unit() !== HASH) return this.#valueHere(indent, depth, of);
    const at = this.#at;
    this.#finishValue();
    const column = this.#column();
    if (column > indent) {
      const isBelowComment = this.#commentColumn >= 0;
      const below = this.#flowOrBlock(indent, column, depth);
      // The tolerant parser may read such a text on into the next key.
      if (isBelowComment && below.type === 'scalar') throw UNUSUAL;
      return below;
    }
    // A list may stand right below its key.
    if (column === indent && of === 'entry' && this.#isIndicator(DASH)) return this.#block(indent, depth + 1);
    if (this.#commentColumn >= 0 || this.#text.charCodeAt(at) === HASH) throw UNUSUAL;
    if (column < 0 && this.#text.endsWith(' ')) throw UNUSUAL;
    this.#end = at;
    return { type: 'scalar', value: null, style: 'plain', start: at, end: at };
  }

  #valueHere(indent: number, depth: number, of: 'item' | 'entry'): ManifestNode {
    if (this.#unit() === PIPE || this.#unit() === GREATER) return this.#blockScalar(indent);
    if (of === 'item') return this.#flowOrBlock(indent, this.#column(), depth);
    const value = this.#isOpening() ? this.#flow(indent, depth + 1) : this.#scalar(false);
    this.#finishValue();
    return value;
  }

  #flowOrBlock(indent: number, column: number, depth: number): ManifestNode {
    if (!this.#isOpening()) return this.#block(column, depth + 1);
    const value = this.#flow(indent, depth + 1);
    this.#finishValue();
    return value;
  }

  /** Whether the next line goes on with the container at this column; what is further in would be a fault. */
  #continues(indent: number): boolean {
    const column = this.#column();
    if (column > indent) throw UNUSUAL;
    return column === indent;
  }

  /** The end of a container. A comment below its last line may be counted in: the tolerant parser knows. */
  #close(indent: number): number {
    if (this.#commentColumn >= Math.max(indent, 1)) throw UNUSUAL;
    return this.#end;
  }

  #flow(indent: number, depth: number): MapNode | SequenceNode {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const start = this.#at;
    this.#openBrackets++;
    const isMap = this.#text.charCodeAt(this.#at++) === BRACE;
    const closing = isMap ? CLOSING_BRACE : CLOSING_BRACKET;
    const entries: MapEntry[] = [];
    const items: ManifestNode[] = [];
    const names = new Set<string>();
    for (;;) {
      this.#skipFlowSpace(indent);
      if (this.#unit() === closing) break;
      if (isMap) entries.push(this.#flowEntry(indent, depth, names));
      else items.push(this.#flowValue(indent, depth));
      this.#skipFlowSpace(indent);
      if (this.#unit() === closing) break;
      if (this.#unit() !== COMMA) throw UNUSUAL;
      this.#at++;
    }
    this.#openBrackets--;
    const end = ++this.#at;
    return isMap
      ? { type: 'map', flow: true, entries, start, end }
      : { type: 'sequence', flow: true, items, start, end };
  }

  #flowEntry(indent: number, depth: number, names: Set<string>): MapEntry {
    const key = this.#named(this.#scalar(true), names);
    this.#skipSpaces();
    if (this.#unit() !== COLON || (key.style === 'plain' && !this.#isSpace(1))) throw UNUSUAL;
    this.#at++;
    this.#skipFlowSpace(indent);
    return { key, value: this.#flowValue(indent, depth) };
  }

  #flowValue(indent: number, depth: number): ManifestNode {
    return this.#isOpening() ? this.#flow(indent, depth + 1) : this.#scalar(true);
  }

  /** The key as maps have it; declines what only the tolerant parser reads: repeated keys and merge keys. */
  #named(key: ScalarNode, names: Set<string>): ScalarNode {
    const value = key.value ?? '';
    const name = String(value);
    if (names.has(name) || name === '<<') throw UNUSUAL;
    names.add(name);
    return key.value === null ? { ...key, value } : key;
  }

  #scalar(inFlow: boolean): ScalarNode {
    const start = this.#at;
    const first = this.#unit();
    if (first === DOUBLE_QUOTE) return this.#doubleQuoted(start);
    if (first === SINGLE_QUOTE) return this.#singleQuoted(start);
    if (!isLetter(first) && !this.#canStartPlain(first)) throw UNUSUAL;
    const end = this.#plainEnd(start, inFlow);
    this.#at = end;
    return { type: 'scalar', value: plainValue(this.#text.slice(start, end)), style: 'plain', start, end };
  }

  #canStartPlain(first: number): boolean {
    if (Number.isNaN(first) || NEVER_PLAIN.includes(String.fromCharCode(first))) return false;
    if (first !== DASH && first !== QUESTION && first !== COLON) return true;
    return !this.#isSpace(1) && !isFlowIndicator(this.#text.charCodeAt(this.#at + 1));
  }

  /** Where a plain scalar ends on its line, without the blanks behind it. */
  #plainEnd(start: number, inFlow: boolean): number {
    let end = start;
    const text = this.#text;
    for (let at = start; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      // Letters are most of a text.
      if (unit > COLON && !inFlow) {
        end = at + 1;
        continue;
      }
      if (unit === LF || unit === CR) break;
      if (unit === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (inFlow && isFlowIndicator(unit)) break;
      if (unit === COLON) {
        const next = text.charCodeAt(at + 1);
        // Past the end it is not a number.
        if (next <= SPACE || Number.isNaN(next) || (inFlow && isFlowIndicator(next))) break;
      }
      end = at + 1;
    }
    return end;
  }

  #doubleQuoted(start: number): ScalarNode {
    const match = this.#match(DOUBLE_QUOTED);
    const value = match.includes('\\') ? String(JSON.parse(match)) : match.slice(1, -1);
    return { type: 'scalar', value, style: 'double', start, end: this.#at };
  }

  #singleQuoted(start: number): ScalarNode {
    const value = this.#match(SINGLE_QUOTED).slice(1, -1).replaceAll("''", "'");
    return { type: 'scalar', value, style: 'single', start, end: this.#at };
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) throw UNUSUAL;
    this.#at += match.length;
    return match;
  }

  /** `|` or `>`, also with `-`: lines of one indentation or, for `|`, more; blank lines only between them. */
  #blockScalar(parent: number): ScalarNode {
    const start = this.#at;
    const header = this.#match(BLOCK_HEADER);
    const lines: string[] = [];
    let indent = 0;
    let end = this.#at;
    let blanks = 0;
    while (this.#at < this.#text.length) {
      const lineEnd = this.#text.indexOf('\n', this.#at);
      if (lineEnd < 0) throw UNUSUAL;
      const line = this.#text.slice(this.#at, lineEnd);
      if (line === '') blanks++;
      else {
        const column = line.search(/[^ ]/);
        if (column < 0 || line.endsWith('\r')) throw UNUSUAL;
        if (lines.length === 0) indent = column;
        if (column < indent || column <= parent) break;
        if (header[0] === '>' && column > indent) throw UNUSUAL;
        if (lines.length === 0 && blanks > 0) throw UNUSUAL;
        for (; blanks > 0; blanks--) lines.push('');
        lines.push(line.slice(indent));
        end = lineEnd + 1;
      }
      this.#at = lineEnd + 1;
    }
    if (lines.length === 0) throw UNUSUAL;
    const content = header[0] === '|' ? lines.join('\n') : fold(lines);
    this.#at = end;
    this.#end = end;
    this.#lineStart = end;
    this.#skipLines();
    if (this.#commentColumn > parent) throw UNUSUAL;
    const value = header[1] === '-' ? content : `${content}\n`;
    return { type: 'scalar', value, style: 'block', start, end };
  }

  /** Takes the rest of the line, which may hold a comment, and goes on to the next line that says something. */
  #finishValue(): void {
    this.#finishLine();
    this.#end = this.#at;
    this.#skipLines();
  }

  #finishLine(): void {
    this.#skipSpaces();
    if (this.#unit() === HASH && this.#text.charCodeAt(this.#at - 1) === SPACE) this.#skipComment();
    if (!this.#isLineEnd()) throw UNUSUAL;
    this.#skipBreak();
  }

  /** Passes blank lines and comments. */
  #skipLines(): void {
    this.#commentColumn = -1;
    while (this.#at < this.#text.length) {
      this.#skipSpaces();
      if (this.#unit() === HASH) {
        this.#commentColumn = Math.max(this.#commentColumn, this.#column());
        this.#skipComment();
      } else if (!this.#isLineEnd()) return;
      this.#skipBreak();
    }
  }

  /** Passes blanks, line breaks and comments between brackets; lines must be further in than the container. */
  #skipFlowSpace(indent: number): void {
    for (;;) {
      const from = this.#at;
      this.#skipSpaces();
      if (this.#unit() === HASH) {
        if (this.#at === from) throw UNUSUAL;
        this.#skipComment();
      }
      if (this.#at >= this.#text.length) throw UNUSUAL;
      if (!this.#isLineEnd()) return;
      this.#skipBreak();
      this.#skipSpaces();
      if (!this.#isLineEnd() && this.#unit() !== HASH && this.#column() <= indent) {
        // Only the last bracket may stand below its key.
        if (this.#column() < indent || this.#openBrackets > 1 || !this.#isClosing()) throw UNUSUAL;
      }
    }
  }

  #skipSpaces(): void {
    while (this.#text.charCodeAt(this.#at) === SPACE) this.#at++;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : this.#text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  #skipBreak(): void {
    if (this.#unit() === CR) this.#at++;
    if (this.#unit() === LF) this.#at++;
    this.#lineStart = this.#at;
  }

  /** Column of where reading goes on; -1 at the end of the text. */
  #column(): number {
    return this.#at < this.#text.length ? this.#at - this.#lineStart : -1;
  }

  /** The code unit where reading goes on; NaN at the end of the text. */
  #unit(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #isOpening(): boolean {
    const unit = this.#unit();
    return unit === BRACE || unit === BRACKET;
  }

  #isClosing(): boolean {
    const unit = this.#unit();
    return unit === CLOSING_BRACE || unit === CLOSING_BRACKET;
  }

  #isLineEnd(): boolean {
    const unit = this.#unit();
    return unit === LF || unit === CR || Number.isNaN(unit);
  }

  /** A blank, a line break or the end of the text. */
  #isSpace(ahead = 0): boolean {
    const unit = this.#text.charCodeAt(this.#at + ahead);
    return unit === SPACE || unit === LF || unit === CR || Number.isNaN(unit);
  }

  #isIndicator(unit: number): boolean {
    return this.#unit() === unit && this.#isSpace(1);
  }

  /** A colon that makes what stands before it, on its line, a key. */
  #isColon(): boolean {
    this.#skipSpaces();
    return this.#isIndicator(COLON);
  }
}

// Code units: comparing them is what makes this fast.
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const GREATER = 62;
const QUESTION = 63;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
const BRACE = 123;
const PIPE = 124;
const CLOSING_BRACE = 125;

/** What starts no plain scalar. */
const NEVER_PLAIN = ',[]{}#&*!|>%@`\r\n';

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

function isFlowIndicator(unit: number): boolean {
  return (
    unit === COMMA || unit === BRACKET || unit === CLOSING_BRACKET || unit === BRACE || unit === CLOSING_BRACE
  );
}

/** On one line, with escapes that JSON has too. */
const DOUBLE_QUOTED = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SINGLE_QUOTED = /'(?:[^'\r\n]|'')*'(?!')/y;
const BLOCK_HEADER = /[|>]-?\n/y;

/** Lines as one, with the blank lines between them as line breaks. */
function fold(lines: readonly string[]): string {
  return lines.join('\n').replace(/(?<!\n)\n(\n*)/g, (_, breaks: string) => breaks || ' ');
}
