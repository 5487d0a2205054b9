import type { Span } from '../manifest/tree.ts';

/**
 * What a document's lines say at a glance: keys, items and values by indentation and brackets, with holes where
 * something is still to be typed. The parser's tree cannot tell those holes; this outline keeps them, and one
 * half-typed line never changes what its neighbours mean.
 */
export type OutlineNode = OutlineScalar | OutlineContainer;

export interface OutlineScalar extends Span {
  type: 'scalar';
  /** The content, without quotes; escapes as written. Empty for a block scalar. */
  text: string;
  style: 'plain' | 'single' | 'double' | 'block';
  /** False for an opened quote that nothing closes. */
  closed: boolean;
}

export interface OutlineContainer extends Span {
  type: 'map' | 'list';
  flow: boolean;
  /** Column of the keys or dashes of a block; of the line's owner for flow. */
  indent: number;
  slots: Slot[];
  /** False for a bracket that nothing closes. */
  closed: boolean;
}

/** An entry of a map or an item of a list. */
export interface Slot extends Span {
  /** Of entries only. */
  key?: OutlineScalar;
  /** Offset behind the colon or dash, or where a flow item starts; undefined: a key without its colon yet. */
  mark: number | undefined;
  /** Undefined: a hole. */
  value: OutlineNode | undefined;
}

export interface Outline {
  root: OutlineNode | undefined;
  comments: Span[];
  /** Where the document's content starts (behind its `---`) and ends (before its `...`). */
  start: number;
  end: number;
}

/** Deeper nesting is no manifest; what lies below is passed over. */
const MAX_DEPTH = 100;

/** Outlines one document. Never throws; takes time linear in the text. */
export function outlineOf(text: string): Outline {
  const start = /^\ufeff?(?:(?:%[^\r\n]*|[ \t]*(?:#[^\r\n]*)?)(?:\r\n|\n|\r))*---(?=[ \t\r\n]|$)/.exec(text);
  const from = start ? start[0].length : text.startsWith('\ufeff') ? 1 : 0;
  const stop = /^\.\.\.(?=[ \t\r\n]|$)/gm;
  stop.lastIndex = from;
  const end = stop.exec(text)?.index ?? text.length;
  const reader = new Reader(text, from, end);
  const root = reader.readNode(-1, 0);
  return { root, comments: reader.comments, start: from, end };
}

class Reader {
  readonly comments: Span[] = [];
  readonly #text: string;
  readonly #end: number;
  #at: number;
  #lineStart: number;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#end = end;
    this.#at = start;
    this.#lineStart = start;
  }

  /** The node whose first line is further in than `parent`, after any blanks and comments. */
  readNode(parent: number, depth: number): OutlineNode | undefined {
    this.#skipBlanks();
    this.#skipProperties();
    if (this.#at >= this.#end || this.#column() <= parent || depth > MAX_DEPTH) return undefined;
    return this.#readHere(parent, this.#column(), depth);
  }

  #readHere(parent: number, column: number, depth: number): OutlineNode | undefined {
    const unit = this.#text[this.#at];
    if (unit === '{' || unit === '[') return this.#flow(parent, depth);
    if (unit === '|' || unit === '>') return this.#blockScalar(parent);
    return this.#isDash() ? this.#list(column, depth) : this.#map(column, depth);
  }

  #list(indent: number, depth: number): OutlineContainer {
    const list = container('list', this.#at, indent, false);
    for (;;) {
      const start = this.#at;
      this.#at++;
      const mark = this.#at;
      const value = this.#valueAfter('item', indent, depth);
      list.slots.push({ start, end: this.#at, mark, value });
      list.end = value?.end ?? mark;
      this.#skipStray(indent);
      if (this.#at >= this.#end || this.#column() !== indent || !this.#isDash()) return list;
    }
  }

  /** A block map; without any colon a scalar, which may yet become a key. */
  #map(indent: number, depth: number): OutlineNode {
    const map = container('map', this.#at, indent, false);
    for (;;) {
      const start = this.#at;
      const key = this.#scalar(indent, 'key');
      let mark: number | undefined;
      let value: OutlineNode | undefined;
      this.#skipSpaces();
      if (this.#isColon()) {
        mark = ++this.#at;
        value = this.#valueAfter('entry', indent, depth);
      } else {
        this.#skipLine();
        this.#skipBlanks();
        if (this.#at < this.#end && this.#column() > indent) value = this.readNode(indent, depth + 1);
      }
      map.slots.push({ start, end: this.#at, key, mark, value });
      map.end = value?.end ?? mark ?? key.end;
      this.#skipStray(indent);
      while (this.#at < this.#end && this.#column() === indent && this.#isDash()) {
        this.#skipLine();
        this.#skipStray(indent);
      }
      if (this.#at >= this.#end || this.#column() !== indent) return asScalar(map);
    }
  }

  /** What stands behind a colon or dash: on the same line, else on the lines below that are further in. */
  #valueAfter(holder: 'entry' | 'item', indent: number, depth: number): OutlineNode | undefined {
    this.#skipSpaces();
    this.#skipProperties();
    if (this.#atLineEnd()) {
      this.#skipBlanks();
      // A list may stand as far out as the key that it belongs to.
      const isListHere = holder === 'entry' && this.#column() === indent && this.#isDash();
      if (this.#at < this.#end && isListHere && depth < MAX_DEPTH) return this.#list(indent, depth + 1);
      return this.readNode(indent, depth + 1);
    }
    const unit = this.#text[this.#at];
    if (unit === '{' || unit === '[') return this.#flow(indent, depth + 1);
    if (unit === '|' || unit === '>') return this.#blockScalar(indent);
    if (holder === 'item' && depth < MAX_DEPTH) return this.#readHere(indent, this.#column(), depth + 1);
    const value = this.#scalar(indent, 'value');
    this.#skipSpaces();
    return value;
  }

  #flow(owner: number, depth: number): OutlineContainer | undefined {
    const start = this.#at;
    const type = this.#text[start] === '{' ? 'map' : 'list';
    const closer = type === 'map' ? '}' : ']';
    const flow = container(type, start, owner, true);
    if (depth > MAX_DEPTH) {
      this.#skipLine();
      return undefined;
    }
    this.#at++;
    for (;;) {
      const ended = this.#skipFlowBlanks(owner);
      const unit = this.#text[this.#at];
      flow.end = this.#at;
      if (ended || unit === '}' || unit === ']') {
        flow.closed = !ended && unit === closer;
        if (flow.closed) flow.end = ++this.#at;
        return flow;
      }
      if (unit === ',') this.#at++;
      else {
        flow.slots.push(this.#flowSlot(type, owner, depth));
        // What is no part of flow (a stray colon, a map for a key) must not stop the reading.
        if (this.#at === flow.end) this.#at++;
      }
    }
  }

  #flowSlot(type: 'map' | 'list', owner: number, depth: number): Slot {
    const start = this.#at;
    const slot: Slot = { start, end: start, mark: type === 'list' ? start : undefined, value: undefined };
    if (type === 'map') {
      slot.key = this.#scalar(owner, 'flow');
      slot.end = this.#at;
      if (this.#skipFlowBlanks(owner)) return slot;
      if (this.#text[this.#at] !== ':') return slot;
      slot.mark = ++this.#at;
      slot.end = this.#at;
      if (this.#skipFlowBlanks(owner)) return { ...slot, end: this.#at };
    }
    const unit = this.#text[this.#at] ?? '';
    if (unit === '{' || unit === '[') slot.value = this.#flow(owner, depth + 1);
    else if (!',}]'.includes(unit)) slot.value = this.#scalar(owner, 'flow');
    slot.end = slot.value?.end ?? this.#at;
    this.#skipSpaces();
    if (',}]'.includes(this.#text[this.#at] ?? '')) slot.end = this.#at;
    return slot;
  }

  /** A quoted or plain scalar that starts here; a plain one ends with its line at the latest. */
  #scalar(indent: number, place: 'key' | 'value' | 'flow'): OutlineScalar {
    const unit = this.#text[this.#at];
    if (unit === '"' || unit === "'") return this.#quoted(indent, unit);
    const start = this.#at;
    let end = start;
    while (this.#at < this.#end && !this.#atLineBreak()) {
      const here = this.#text[this.#at] ?? '';
      if (here === '#' && this.#at > start && isSpace(this.#text[this.#at - 1])) break;
      if (place !== 'value' && this.#isColon()) break;
      if (place === 'flow' && (',[]{}'.includes(here) || this.#isFlowColon())) break;
      this.#at++;
      if (!isSpace(here)) end = this.#at;
    }
    this.#at = end;
    return { type: 'scalar', style: 'plain', text: this.#text.slice(start, end), start, end, closed: true };
  }

  #quoted(indent: number, quote: '"' | "'"): OutlineScalar {
    const start = this.#at;
    const style = quote === '"' ? 'double' : 'single';
    let lineEnd: number | undefined;
    for (let at = start + 1; at < this.#end; at++) {
      const unit = this.#text[at];
      if (unit === quote && this.#text[at + 1] === quote && quote === "'") at++;
      else if (unit === '\\' && quote === '"') at++;
      else if (unit === quote) {
        this.#at = at + 1;
        return {
          type: 'scalar',
          style,
          text: this.#text.slice(start + 1, at),
          start,
          end: at + 1,
          closed: true,
        };
      } else if (unit === '\n' || unit === '\r') {
        lineEnd ??= at;
        if (unit === '\n' || this.#text[at + 1] !== '\n') this.#lineStart = at + 1;
        if (this.#startsNeighbour(at + 1, indent)) break;
      }
    }
    // Nothing closes it: it holds its own line and no more.
    this.#at = lineEnd ?? this.#end;
    this.#lineStart = lineStartOf(this.#text, this.#at);
    return {
      type: 'scalar',
      style,
      text: this.#text.slice(start + 1, this.#at),
      start,
      end: this.#at,
      closed: false,
    };
  }

  /** Whether the line from `at` is a key or item no further in than `indent`: nothing quoted reaches that far. */
  #startsNeighbour(at: number, indent: number): boolean {
    let column = 0;
    while (this.#text[at + column] === ' ') column++;
    if (column > indent) return false;
    return /[^\s#]/y.test(this.#text[at + column] ?? '');
  }

  #blockScalar(parent: number): OutlineScalar {
    const start = this.#at;
    this.#skipLine();
    let end = this.#at;
    while (this.#at < this.#end) {
      this.#nextLine();
      while (this.#text[this.#at] === ' ') this.#at++;
      if (this.#at >= this.#end || this.#atLineBreak()) continue;
      if (this.#column() <= parent) {
        this.#at = this.#lineStart;
        break;
      }
      while (this.#at < this.#end && !this.#atLineBreak()) this.#at++;
      end = this.#at;
    }
    return { type: 'scalar', style: 'block', text: '', start, end, closed: true };
  }

  /** `&anchor` and `!tag` before a node say nothing about where it is. */
  #skipProperties(): void {
    while ((this.#text[this.#at] === '&' || this.#text[this.#at] === '!') && this.#at < this.#end) {
      while (this.#at < this.#end && !isSpace(this.#text[this.#at]) && !this.#atLineBreak()) this.#at++;
      this.#skipSpaces();
    }
  }

  /** Lines that belong to nothing: further in than what they follow, which is complete. */
  #skipStray(indent: number): void {
    this.#skipBlanks();
    while (this.#at < this.#end && (this.#column() > indent || !this.#startsLine())) {
      this.#skipLine();
      this.#skipBlanks();
    }
  }

  #startsLine(): boolean {
    return this.#text.slice(this.#lineStart, this.#at).trim() === '';
  }

  /** To the next content, over line ends and comments. */
  #skipBlanks(): void {
    for (;;) {
      this.#skipSpaces();
      if (this.#at >= this.#end || !this.#atLineEnd()) return;
      this.#skipLine();
      if (this.#at >= this.#end) return;
      this.#nextLine();
    }
  }

  /** As `#skipBlanks` within brackets; true where the text or the owner's block ends before they are closed. */
  #skipFlowBlanks(owner: number): boolean {
    this.#skipBlanks();
    if (this.#at >= this.#end) return true;
    return this.#column() <= owner && !'}]'.includes(this.#text[this.#at] ?? '');
  }

  #skipSpaces(): void {
    while (this.#at < this.#end && isSpace(this.#text[this.#at])) this.#at++;
  }

  #skipLine(): void {
    while (this.#at < this.#end && !this.#atLineBreak()) {
      if (
        this.#text[this.#at] === '#' &&
        (this.#at === this.#lineStart || isSpace(this.#text[this.#at - 1]))
      ) {
        const start = this.#at;
        while (this.#at < this.#end && !this.#atLineBreak()) this.#at++;
        this.comments.push({ start, end: this.#at });
        return;
      }
      this.#at++;
    }
  }

  #nextLine(): void {
    if (this.#text[this.#at] === '\r' && this.#text[this.#at + 1] === '\n') this.#at++;
    this.#at = Math.min(this.#at + 1, this.#end);
    this.#lineStart = this.#at;
  }

  #column(): number {
    return this.#at - this.#lineStart;
  }

  #atLineBreak(): boolean {
    const unit = this.#text[this.#at];
    return unit === '\n' || unit === '\r';
  }

  #atLineEnd(): boolean {
    return (
      this.#at >= this.#end ||
      this.#atLineBreak() ||
      (this.#text[this.#at] === '#' && (this.#at === this.#lineStart || isSpace(this.#text[this.#at - 1])))
    );
  }

  #isDash(): boolean {
    return this.#text[this.#at] === '-' && isBlank(this.#text[this.#at + 1]);
  }

  #isColon(): boolean {
    return this.#text[this.#at] === ':' && isBlank(this.#text[this.#at + 1]);
  }

  #isFlowColon(): boolean {
    return this.#text[this.#at] === ':' && ',[]{}'.includes(this.#text[this.#at + 1] ?? ' ');
  }
}

function container(type: 'map' | 'list', start: number, indent: number, flow: boolean): OutlineContainer {
  return { type, flow, indent, slots: [], start, end: start, closed: !flow };
}

function asScalar(map: OutlineContainer): OutlineNode {
  const [first, second] = map.slots;
  return first?.key && first.mark === undefined && !first.value && !second ? first.key : map;
}

function lineStartOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

function isSpace(unit: string | undefined): boolean {
  return unit === ' ' || unit === '\t';
}

function isBlank(unit: string | undefined): boolean {
  return unit === undefined || unit === ' ' || unit === '\t' || unit === '\n' || unit === '\r';
}
