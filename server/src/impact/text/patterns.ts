import { inflections } from './inflections.ts';
import { type Word, wordsOf } from './words.ts';

/** A pattern found in a text: `length` words from where it began. */
export interface PatternMatch<T> {
  readonly from: number;
  readonly length: number;
  readonly value: T;
}

/** One step of a pattern: a word as `Word.key`, a number, any word, or one of a class of phrases. */
type Step = { word: string } | { number: true } | { any: true } | { class: string };

/** A part of a pattern before it is put in the trie: a step, or alternatives. */
type Part = Step | { group: Part[][]; optional: boolean };

interface Node<T> {
  readonly words: Map<string, Node<T>>;
  readonly classes: Map<string, Node<T>>;
  number: Node<T> | null;
  any: Node<T> | null;
  readonly values: T[];
}

/**
 * Phrases with variable parts, found by walking a text once:
 *
 * | written | stands for |
 * | --- | --- |
 * | `drop~` | the word in any inflection |
 * | `(a\|an old)` | one of these |
 * | `(the)?` | this or nothing |
 * | `<person>` | a phrase of the class "person" |
 * | `_` | any one word |
 * | `<number>` | a number in digits |
 *
 * Words are compared as `Word.key`; how they are joined does not matter.
 */
export class PatternTable<T> {
  readonly #root = node<T>();
  readonly #classes = new Map<string, Node<true>>();

  /**
   * @param classes the phrases of each class; they may name other classes, but not in a circle
   * @throws {PatternError} on a phrase that cannot be read
   */
  constructor(classes: Readonly<Record<string, readonly string[]>>) {
    for (const name of Object.keys(classes)) this.#classes.set(name, node());
    for (const [name, patterns] of Object.entries(classes)) {
      const root = this.#classes.get(name);
      if (root) for (const pattern of patterns) this.#insertAll(root, pattern, true);
    }
  }

  /** @throws {PatternError} where the pattern cannot be read or names a class that is not there */
  add(pattern: string, value: T): void {
    this.#insertAll(this.#root, pattern, value);
  }

  #insertAll<V>(root: Node<V>, pattern: string, value: V): void {
    for (const sequence of parsePattern(pattern))
      for (const steps of this.#paths(sequence, pattern)) insert(root, steps, value);
  }

  /**
   * The sequences of steps that a pattern stands for. Its first part is spelt out, so that a text's word leads to it at
   * once; a later part with many forms is one step, a class without a name, lest the forms multiply.
   */
  #paths(sequence: readonly Part[], pattern: string): Step[][] {
    let paths: Step[][] = [[]];
    for (const [index, part] of sequence.entries()) {
      if ('class' in part && !this.#classes.has(part.class))
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
    if (!this.#classes.has(name)) {
      const root = node<true>();
      this.#classes.set(name, root);
      for (const alternative of group)
        for (const steps of this.#paths(alternative, pattern)) insert(root, steps, true);
    }
    return name;
  }

  /** All matches, by where they begin, the longest of a place first. */
  matches(words: readonly Word[]): PatternMatch<T>[] {
    const found: PatternMatch<T>[] = [];
    const walker = new Walker(words, this.#classes);
    for (let from = 0; from < words.length; from++) {
      const ends: { end: number; values: readonly T[] }[] = [];
      walker.walk(this.#root, from, (at, values) => ends.push({ end: at, values }));
      ends.sort((one, other) => other.end - one.end);
      for (const { end, values } of ends)
        for (const value of values) found.push({ from, length: end - from, value });
    }
    return found;
  }
}

export class PatternError extends Error {
  constructor(pattern: string, reason: string) {
    super(`The pattern "${pattern}" cannot be used: ${reason}.`);
  }
}

/** Walks tries of patterns over one text, and remembers which classes begin where. */
class Walker {
  readonly #words: readonly Word[];
  readonly #classes: ReadonlyMap<string, Node<true>>;
  readonly #ends = new Map<string, Map<number, number[]>>();

  constructor(words: readonly Word[], classes: ReadonlyMap<string, Node<true>>) {
    this.#words = words;
    this.#classes = classes;
  }

  walk<T>(trie: Node<T>, at: number, found: (end: number, values: readonly T[]) => void): void {
    if (trie.values.length > 0) found(at, trie.values);
    const word = this.#words[at];
    if (!word) return;
    const next = trie.words.get(word.key);
    if (next) this.walk(next, at + 1, found);
    if (trie.number && word.sort === 'number') this.walk(trie.number, at + 1, found);
    if (trie.any && word.sort !== 'mark') this.walk(trie.any, at + 1, found);
    for (const [name, after] of trie.classes)
      for (const end of this.#classEnds(name, at)) this.walk(after, end, found);
  }

  #classEnds(name: string, at: number): number[] {
    let ends = this.#ends.get(name);
    if (!ends) {
      ends = new Map();
      this.#ends.set(name, ends);
    }
    let known = ends.get(at);
    if (!known) {
      const all = new Set<number>();
      const root = this.#classes.get(name);
      if (root) this.walk(root, at, (end) => all.add(end));
      known = [...all];
      ends.set(at, known);
    }
    return known;
  }
}

function node<T>(): Node<T> {
  return { words: new Map(), classes: new Map(), number: null, any: null, values: [] };
}

function insert<T>(root: Node<T>, steps: readonly Step[], value: T): void {
  let at = root;
  for (const step of steps) {
    if ('word' in step) at = childOf(at.words, step.word);
    else if ('class' in step) at = childOf(at.classes, step.class);
    else if ('number' in step) at = at.number ??= node();
    else at = at.any ??= node();
  }
  if (!at.values.includes(value)) at.values.push(value);
}

function childOf<T>(children: Map<string, Node<T>>, key: string): Node<T> {
  let child = children.get(key);
  if (!child) {
    child = node();
    children.set(key, child);
  }
  return child;
}

/** The alternatives of a pattern. */
function parsePattern(pattern: string): Part[][] {
  const tokens = pattern.match(/[()|]|<[a-z-]+>|[^\s()|<>]+/g) ?? [];
  let at = 0;
  const alternatives = (depth: number): Part[][] => {
    const all: Part[][] = [[]];
    for (; at < tokens.length; at++) {
      const token = tokens[at] ?? '';
      if (token === ')') break;
      if (token === '|') {
        all.push([]);
        continue;
      }
      const last = all.at(-1) ?? [];
      if (token !== '(') {
        last.push(...partsOf(token));
        continue;
      }
      at++;
      const group = alternatives(depth + 1);
      if (tokens[at] !== ')') throw new PatternError(pattern, 'a "(" is not closed');
      const optional = tokens[at + 1] === '?';
      if (optional) at++;
      last.push({ group, optional });
    }
    if (depth === 0 && at < tokens.length) throw new PatternError(pattern, 'a ")" was never opened');
    return all;
  };
  return alternatives(0);
}

function partsOf(token: string): Part[] {
  if (token === '_') return [{ any: true }];
  if (token === '<number>') return [{ number: true }];
  if (token.startsWith('<')) return [{ class: token.slice(1, -1) }];
  const inflected = token.endsWith('~');
  const keys = wordsOf(inflected ? token.slice(0, -1) : token).map((word) => word.key);
  const last = inflected ? keys.pop() : undefined;
  const parts: Part[] = keys.map((word) => ({ word }));
  if (last) parts.push({ group: inflections(last).map((word) => [{ word }]), optional: false });
  return parts;
}
