import type { Outline, OutlineContainer, OutlineNode, Slot } from './outline.ts';
import { readBlockScalar, readScalar } from './outlineScalars.ts';
import { OutlineScanner } from './outlineScanner.ts';

/** Deeper nesting is no manifest; what lies below is passed over. */
const MAX_DEPTH = 100;

/** Outlines one document. Never throws; takes time linear in the text. */
export function outlineOf(text: string): Outline {
  const start = /^\ufeff?(?:(?:%[^\r\n]*|[ \t]*(?:#[^\r\n]*)?)(?:\r\n|\n|\r))*---(?=[ \t\r\n]|$)/.exec(text);
  const from = start ? start[0].length : text.startsWith('\ufeff') ? 1 : 0;
  const stop = /^\.\.\.(?=[ \t\r\n]|$)/gm;
  stop.lastIndex = from;
  const end = stop.exec(text)?.index ?? text.length;
  const scanner = new OutlineScanner(text, from, end);
  const root = new Reader(scanner).readNode(-1, 0);
  return { root, comments: scanner.comments, start: from, end };
}

/** Reads blocks by their indentation and flow collections by their brackets. */
class Reader {
  readonly #scan: OutlineScanner;

  constructor(scanner: OutlineScanner) {
    this.#scan = scanner;
  }

  /** The node whose first line is further in than `parent`, after any blanks and comments. */
  readNode(parent: number, depth: number): OutlineNode | undefined {
    this.#scan.skipBlanks();
    this.#scan.skipProperties();
    if (this.#scan.isAtEnd || this.#scan.column() <= parent || depth > MAX_DEPTH) return undefined;
    return this.#readHere(parent, this.#scan.column(), depth);
  }

  #readHere(parent: number, column: number, depth: number): OutlineNode | undefined {
    const unit = this.#scan.unit;
    if (unit === '{' || unit === '[') return this.#flow(parent, depth);
    if (unit === '|' || unit === '>') return readBlockScalar(this.#scan, parent);
    return this.#scan.isDash() ? this.#list(column, depth) : this.#map(column, depth);
  }

  #list(indent: number, depth: number): OutlineContainer {
    const list = container('list', this.#scan.at, indent, false);
    for (;;) {
      const start = this.#scan.at;
      this.#scan.at++;
      const mark = this.#scan.at;
      const value = this.#valueAfter('item', indent, depth);
      list.slots.push({ start, end: this.#scan.at, mark, value });
      list.end = value?.end ?? mark;
      this.#skipStray(indent);
      if (this.#scan.isAtEnd || this.#scan.column() !== indent || !this.#scan.isDash()) return list;
    }
  }

  /** A block map; without any colon a scalar, which may yet become a key. */
  #map(indent: number, depth: number): OutlineNode {
    const map = container('map', this.#scan.at, indent, false);
    for (;;) {
      const start = this.#scan.at;
      const key = readScalar(this.#scan, indent, 'key');
      let mark: number | undefined;
      let value: OutlineNode | undefined;
      this.#scan.skipSpaces();
      if (this.#scan.isColon()) {
        mark = ++this.#scan.at;
        value = this.#valueAfter('entry', indent, depth);
      } else {
        this.#scan.skipLine();
        this.#scan.skipBlanks();
        if (!this.#scan.isAtEnd && this.#scan.column() > indent) value = this.readNode(indent, depth + 1);
      }
      map.slots.push({ start, end: this.#scan.at, key, mark, value });
      map.end = value?.end ?? mark ?? key.end;
      this.#skipStray(indent);
      while (!this.#scan.isAtEnd && this.#scan.column() === indent && this.#scan.isDash()) {
        this.#scan.skipLine();
        this.#skipStray(indent);
      }
      if (this.#scan.isAtEnd || this.#scan.column() !== indent) return asScalar(map);
    }
  }

  /** What stands behind a colon or dash: on the same line, else on the lines below that are further in. */
  #valueAfter(holder: 'entry' | 'item', indent: number, depth: number): OutlineNode | undefined {
    this.#scan.skipSpaces();
    this.#scan.skipProperties();
    if (this.#scan.atLineEnd()) {
      this.#scan.skipBlanks();
      // A list may stand as far out as the key that it belongs to.
      const isListHere = holder === 'entry' && this.#scan.column() === indent && this.#scan.isDash();
      if (!this.#scan.isAtEnd && isListHere && depth < MAX_DEPTH) return this.#list(indent, depth + 1);
      return this.readNode(indent, depth + 1);
    }
    const unit = this.#scan.unit;
    if (unit === '{' || unit === '[') return this.#flow(indent, depth + 1);
    if (unit === '|' || unit === '>') return readBlockScalar(this.#scan, indent);
    if (holder === 'item' && depth < MAX_DEPTH) return this.#readHere(indent, this.#scan.column(), depth + 1);
    const value = readScalar(this.#scan, indent, 'value');
    this.#scan.skipSpaces();
    return value;
  }

  #flow(owner: number, depth: number): OutlineContainer | undefined {
    const start = this.#scan.at;
    const type = this.#scan.text[start] === '{' ? 'map' : 'list';
    const closer = type === 'map' ? '}' : ']';
    const flow = container(type, start, owner, true);
    if (depth > MAX_DEPTH) {
      this.#scan.skipLine();
      return undefined;
    }
    this.#scan.at++;
    for (;;) {
      const ended = this.#skipFlowBlanks(owner);
      const unit = this.#scan.unit;
      flow.end = this.#scan.at;
      if (ended || unit === '}' || unit === ']') {
        flow.closed = !ended && unit === closer;
        if (flow.closed) flow.end = ++this.#scan.at;
        return flow;
      }
      if (unit === ',') this.#scan.at++;
      else {
        flow.slots.push(this.#flowSlot(type, owner, depth));
        // What is no part of flow (a stray colon, a map for a key) must not stop the reading.
        if (this.#scan.at === flow.end) this.#scan.at++;
      }
    }
  }

  #flowSlot(type: 'map' | 'list', owner: number, depth: number): Slot {
    const start = this.#scan.at;
    const slot: Slot = { start, end: start, mark: type === 'list' ? start : undefined, value: undefined };
    if (type === 'map') {
      slot.key = readScalar(this.#scan, owner, 'flow');
      slot.end = this.#scan.at;
      if (this.#skipFlowBlanks(owner)) return slot;
      if (this.#scan.unit !== ':') return slot;
      slot.mark = ++this.#scan.at;
      slot.end = this.#scan.at;
      if (this.#skipFlowBlanks(owner)) return { ...slot, end: this.#scan.at };
    }
    const unit = this.#scan.unit ?? '';
    if (unit === '{' || unit === '[') slot.value = this.#flow(owner, depth + 1);
    else if (!',}]'.includes(unit)) slot.value = readScalar(this.#scan, owner, 'flow');
    slot.end = slot.value?.end ?? this.#scan.at;
    this.#scan.skipSpaces();
    if (',}]'.includes(this.#scan.unit ?? '')) slot.end = this.#scan.at;
    return slot;
  }

  /** Lines that belong to nothing: further in than what they follow, which is complete. */
  #skipStray(indent: number): void {
    this.#scan.skipBlanks();
    while (!this.#scan.isAtEnd && (this.#scan.column() > indent || !this.#scan.startsLine())) {
      this.#scan.skipLine();
      this.#scan.skipBlanks();
    }
  }

  /** As `#skipBlanks` within brackets; true where the text or the owner's block ends before they are closed. */
  #skipFlowBlanks(owner: number): boolean {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd) return true;
    return this.#scan.column() <= owner && !'}]'.includes(this.#scan.unit ?? '');
  }
}

function container(type: 'map' | 'list', start: number, indent: number, flow: boolean): OutlineContainer {
  return { type, flow, indent, slots: [], start, end: start, closed: !flow };
}

function asScalar(map: OutlineContainer): OutlineNode {
  const [first, second] = map.slots;
  return first?.key && first.mark === undefined && !first.value && !second ? first.key : map;
}
