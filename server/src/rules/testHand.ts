import fc from 'fast-check';
import type { Plain } from '../manifest/tree.ts';

/** A manifest as plain values. */
export type Tree = { [key: string]: Plain };

/** How somebody writes a manifest down. */
export interface Hand {
  json: boolean;
  /** Maps and lists from this depth on are in flow style. */
  flowFrom: number;
  quote: '' | '"' | "'";
  step: number;
  lineEnd: string;
  comments: boolean;
  /** An item's first key stands behind its `-`. */
  compact: boolean;
  /** A text that stands there twice is anchored and referred to. */
  anchors: boolean;
  finalLineEnd: boolean;
}

export const hands: fc.Arbitrary<Hand> = fc.record({
  json: fc.boolean(),
  flowFrom: fc.integer({ min: 0, max: 5 }),
  quote: fc.constantFrom('' as const, '"' as const, "'" as const),
  step: fc.constantFrom(2, 4),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  comments: fc.boolean(),
  compact: fc.boolean(),
  anchors: fc.boolean(),
  finalLineEnd: fc.boolean(),
});

/** The text of a manifest; its comments are numbered, so that none is like another: `# note 7`. */
export function write(tree: Tree, hand: Hand): string {
  const lines = hand.json ? JSON.stringify(tree, null, hand.step).split('\n') : new Writer(hand).lines(tree);
  return lines.join(hand.lineEnd) + (hand.finalLineEnd ? hand.lineEnd : '');
}

class Writer {
  readonly #hand: Hand;
  readonly #anchors = new Map<string, string>();
  #notes = 0;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  lines(tree: Tree): string[] {
    return this.#hand.flowFrom === 0 ? [this.#flow(tree)] : this.#block(tree, 0, '');
  }

  #block(value: Plain, depth: number, pad: string): string[] {
    const { step, flowFrom, comments, compact } = this.#hand;
    const isList = Array.isArray(value);
    const rows: [string, Plain][] = isList
      ? value.map((item) => ['-', item])
      : Object.entries(value as Tree).map(([key, each]) => [`${key}:`, each]);
    return rows.flatMap(([lead, each]) => {
      const remark = comments ? ` ${this.#note()}` : '';
      const empty = typeof each === 'object' && each !== null && Object.keys(each).length === 0;
      if (each === null) return [`${pad}${lead}${remark}`];
      if (typeof each !== 'object' || empty || depth + 1 >= flowFrom) {
        return [`${pad}${lead} ${this.#flow(each)}${remark}`];
      }
      if (isList && compact) {
        const [first = '', ...rest] = this.#block(each, depth + 1, `${pad}  `);
        return [...(comments ? [pad + this.#note()] : []), `${pad}- ${first.trimStart()}`, ...rest];
      }
      const inner = pad + ' '.repeat(step);
      const nested = this.#block(each, depth + 1, inner);
      return [`${pad}${lead}${remark}`, ...(comments ? [inner + this.#note()] : []), ...nested];
    });
  }

  #flow(value: Plain): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.#flow(item)).join(', ')}]`;
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([key, each]) => `${key}: ${this.#flow(each)}`);
      return entries.length ? `{ ${entries.join(', ')} }` : '{}';
    }
    return typeof value === 'string' ? this.#anchored(value) : String(value);
  }

  #anchored(text: string): string {
    if (!this.#hand.anchors || text === '') return this.#quoted(text);
    const known = this.#anchors.get(text);
    // A blank before what follows in a flow collection: `*a1,` would be a name of its own.
    if (known) return `*${known} `;
    const name = `a${this.#anchors.size + 1}`;
    this.#anchors.set(text, name);
    return `&${name} ${this.#quoted(text)}`;
  }

  #quoted(text: string): string {
    const isPlain = /^[A-Za-z][\w/.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text);
    const { quote } = this.#hand;
    if (quote === "'" && !text.includes('\n')) return `'${text.replaceAll("'", "''")}'`;
    return quote === '' && isPlain ? text : JSON.stringify(text);
  }

  #note(): string {
    return `# note ${++this.#notes}`;
  }
}
