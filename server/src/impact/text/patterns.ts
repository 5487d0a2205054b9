import { type Part, PatternError, parsePattern, type Step } from './patternSyntax.ts';
import type { Word } from './words.ts';

/** A pattern found in a text: `length` words from where it began. */
export interface PatternMatch<T> {
  readonly from: number;
  readonly length: number;
  readonly value: T;
}

/**
 * A node of the trie of steps: what leads on from it, by the number of the node it leads to. As small as can be, since it
 * is also how a table is kept in a file.
 */
interface Node {
  /** By word. A word like "constructor" leads to no number. */
  w?: Record<string, number>;
  /** Through a phrase of a class: number of the class, node. */
  c?: [number, number][];
  /** Through a number in digits. */
  n?: number;
  /** Through any one word. */
  a?: number;
  /** Numbers of the values whose patterns end here. */
  v?: number[];
}

/** A table as it is kept in a file. */
export interface CompiledPatterns {
  readonly nodes: readonly Node[];
  /** For each class, the node its phrases begin at. */
  readonly classes: readonly number[];
}

interface Starts {
  readonly words: Set<string>;
  /** Numbers or any words begin one too: what the next word is says nothing. */
  open: boolean;
}

const ROOT = 0;
/** What ends in a class: that a phrase does is all there is to say. */
const PHRASE = 0;

/**
 * Phrases with variable parts, found by walking a text once.
 * Words are compared as `Word.key`; how they are joined does not matter. `parsePattern` tells how phrases are written.
 */
export class PatternTable<T> {
  readonly #nodes: Node[] = [{}];
  readonly #classes: number[] = [];
  readonly #classNames = new Map<string, number>();
  readonly #values: T[] = [];
  readonly #numbers = new Map<T, number>();
  #starts: Starts | null = null;
  readonly #classStarts: Starts[] = [];

  /**
   * @param classes the phrases of each class; they may name other classes, but not in a circle
   * @throws {PatternError} on a phrase that cannot be read
   */
  constructor(classes: Readonly<Record<string, readonly string[]>>) {
    for (const name of Object.keys(classes)) this.#addClass(name);
    for (const [name, patterns] of Object.entries(classes))
      for (const pattern of patterns) this.#insertAll(this.#classRoot(name), pattern, PHRASE);
  }

  /** A table that was compiled before; nothing is added to it. The values are in the order in which they were added. */
  static restored<T>({ nodes, classes }: CompiledPatterns, values: readonly T[]): PatternTable<T> {
    const table = new PatternTable<T>({});
    table.#nodes.splice(0, 1, ...nodes);
    table.#classes.push(...classes);
    table.#values.push(...values);
    return table;
  }

  /** What `restored` takes, beside the values. It can be written as JSON. */
  get compiled(): CompiledPatterns {
    return { nodes: this.#nodes, classes: this.#classes };
  }

  /** @throws {PatternError} where the pattern cannot be read or names a class that is not there */
  add(pattern: string, value: T): void {
    const number = this.#numbers.get(value) ?? this.#values.push(value) - 1;
    this.#numbers.set(value, number);
    this.#insertAll(ROOT, pattern, number);
    this.#starts = null;
  }

  #insertAll(root: number, pattern: string, value: number): void {
    for (const sequence of parsePattern(pattern))
      for (const steps of this.#paths(sequence, pattern)) this.#insert(root, steps, value);
  }

  #insert(root: number, steps: readonly Step[], value: number): void {
    let at = this.#nodes[root] as Node;
    for (const step of steps) at = this.#nodes[this.#childOf(at, step)] as Node;
    at.v ??= [];
    if (!at.v.includes(value)) at.v.push(value);
  }

  #childOf(parent: Node, step: Step): number {
    if ('word' in step) {
      parent.w ??= {};
      const child = ownNumber(parent.w, step.word) ?? this.#addNode();
      parent.w[step.word] = child;
      return child;
    }
    if ('number' in step) {
      parent.n ??= this.#addNode();
      return parent.n;
    }
    if ('any' in step) {
      parent.a ??= this.#addNode();
      return parent.a;
    }
    parent.c ??= [];
    const number = this.#classNames.get(step.class) ?? 0;
    const known = parent.c.find(([one]) => one === number);
    if (known) return known[1];
    const after = this.#addNode();
    parent.c.push([number, after]);
    return after;
  }

  #addNode(): number {
    return this.#nodes.push({}) - 1;
  }

  #addClass(name: string): number {
    this.#classNames.set(name, this.#classes.length);
    const root = this.#addNode();
    this.#classes.push(root);
    return root;
  }

  #classRoot(name: string): number {
    return this.#classes[this.#classNames.get(name) ?? 0] ?? ROOT;
  }

  /**
   * The sequences of steps that a pattern stands for. Its first part is spelt out, so that a text's word leads to it at
   * once; a later part with many forms is one step, a class without a name, lest the forms multiply.
   */
  #paths(sequence: readonly Part[], pattern: string): Step[][] {
    let paths: Step[][] = [[]];
    for (const [index, part] of sequence.entries()) {
      if ('class' in part && !this.#classNames.has(part.class))
        throw new PatternError(pattern, `there is no class "${part.class}"`);
      if (!('group' in part)) {
        paths = paths.map((path) => [...path, part]);
        continue;
      }
      const forms: Step[][] =
        index === 0
          ? part.group.flatMap((alternative) => this.#paths(alternative, pattern))
          : [[{ class: this.#unnamed(part.group, pattern) }]];
      if (part.optional) forms.push([]);
      paths = paths.flatMap((path) => forms.map((form) => [...path, ...form]));
    }
    return paths;
  }

  #unnamed(group: readonly Part[][], pattern: string): string {
    const name = JSON.stringify(group);
    if (!this.#classNames.has(name)) {
      const root = this.#addClass(name);
      for (const alternative of group)
        for (const steps of this.#paths(alternative, pattern)) this.#insert(root, steps, PHRASE);
    }
    return name;
  }

  /** All matches, by where they begin, the longest of a place first. */
  matches(words: readonly Word[]): PatternMatch<T>[] {
    const found: PatternMatch<T>[] = [];
    this.#starts ??= this.#startsOf(ROOT);
    const starts = this.#starts;
    for (let from = 0; from < words.length; from++) {
      if (!starts.open && !starts.words.has(words[from]?.key ?? '')) continue;
      const first = found.length;
      this.#walk(ROOT, words, from, (end, numbers) => {
        for (const number of numbers)
          found.push({ from, length: end - from, value: this.#values[number] as T });
      });
      if (found.length > first + 1)
        found.push(...found.splice(first).sort((one, other) => other.length - one.length));
    }
    return found;
  }

  /** Calls `found` wherever a pattern that begins at a word ends. */
  #walk(
    node: number,
    words: readonly Word[],
    at: number,
    found: (end: number, values: readonly number[]) => void,
  ): void {
    const { w, c, n, a, v } = this.#nodes[node] as Node;
    if (v) found(at, v);
    const word = words[at];
    if (!word) return;
    const next = w && ownNumber(w, word.key);
    if (next !== undefined) this.#walk(next, words, at + 1, found);
    if (n !== undefined && word.sort === 'number') this.#walk(n, words, at + 1, found);
    if (a !== undefined && word.sort !== 'mark') this.#walk(a, words, at + 1, found);
    if (!c) return;
    for (const [phrases, after] of c) {
      const starts = this.#startsOfClass(phrases);
      if (starts.open || starts.words.has(word.key))
        this.#walk(this.#classes[phrases] ?? ROOT, words, at, (end) => this.#walk(after, words, end, found));
    }
  }

  #startsOfClass(number: number): Starts {
    const known = this.#classStarts[number];
    if (known) return known;
    const starts = this.#startsOf(this.#classes[number] ?? ROOT);
    this.#classStarts[number] = starts;
    return starts;
  }

  #startsOf(root: number): Starts {
    const { w = {}, c = [], n, a } = this.#nodes[root] as Node;
    const starts: Starts = { words: new Set(Object.keys(w)), open: n !== undefined || a !== undefined };
    for (const [phrases] of c) {
      const inner = this.#startsOfClass(phrases);
      for (const word of inner.words) starts.words.add(word);
      starts.open ||= inner.open;
    }
    return starts;
  }
}

/** What an object holds by itself: "constructor" is a word as well. */
function ownNumber(record: Readonly<Record<string, number>>, key: string): number | undefined {
  const value: unknown = record[key];
  return typeof value === 'number' ? value : undefined;
}
