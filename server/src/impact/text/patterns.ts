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

/** A trie of steps. Most nodes have few ways on, so nothing is made before it is needed. */
interface Node<T> {
  words: Map<string, Node<T>> | null;
  classes: ClassEdge<T>[] | null;
  number: Node<T> | null;
  any: Node<T> | null;
  readonly values: T[];
}

interface ClassEdge<T> {
  readonly class: PhraseClass;
  readonly after: Node<T>;
}

/** The phrases of a class, and the words that one of them may begin with. */
interface PhraseClass {
  readonly name: string;
  readonly root: Node<true>;
  starts: Starts | null;
}

interface Starts {
  readonly words: Set<string>;
  /** Numbers or any words begin one too: what the next word is says nothing. */
  open: boolean;
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
  readonly #classes = new Map<string, PhraseClass>();
  #starts: Starts | null = null;

  /**
   * @param classes the phrases of each class; they may name other classes, but not in a circle
   * @throws {PatternError} on a phrase that cannot be read
   */
  constructor(classes: Readonly<Record<string, readonly string[]>>) {
    for (const name of Object.keys(classes)) this.#classes.set(name, { name, root: node(), starts: null });
    for (const [name, patterns] of Object.entries(classes)) {
      const root = this.#classes.get(name)?.root;
      if (root) for (const pattern of patterns) this.#insertAll(root, pattern, true);
    }
  }

  /** @throws {PatternError} where the pattern cannot be read or names a class that is not there */
  add(pattern: string, value: T): void {
    this.#insertAll(this.#root, pattern, value);
  }

  #insertAll<V>(root: Node<V>, pattern: string, value: V): void {
    for (const sequence of parsePattern(pattern))
      for (const steps of this.#paths(sequence, pattern)) this.#insert(root, steps, value);
    this.#starts = null;
  }

  #insert<V>(root: Node<V>, steps: readonly Step[], value: V): void {
    let at = root;
    for (const step of steps) {
      if ('word' in step) at = wordChild(at, step.word);
      else if ('number' in step) at = at.number ??= node();
      else if ('any' in step) at = at.any ??= node();
      else at = classChild(at, this.#classes.get(step.class));
    }
    if (!at.values.includes(value)) at.values.push(value);
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
      this.#classes.set(name, { name, root, starts: null });
      for (const alternative of group)
        for (const steps of this.#paths(alternative, pattern)) this.#insert(root, steps, true);
    }
    return name;
  }

  /** All matches, by where they begin, the longest of a place first. */
  matches(words: readonly Word[]): PatternMatch<T>[] {
    const found: PatternMatch<T>[] = [];
    this.#starts ??= startsOf(this.#root);
    const starts = this.#starts;
    for (let from = 0; from < words.length; from++) {
      if (!starts.open && !starts.words.has(words[from]?.key ?? '')) continue;
      const first = found.length;
      walk(this.#root, words, from, (end, values) => {
        for (const value of values) found.push({ from, length: end - from, value });
      });
      if (found.length > first + 1)
        found.push(...found.splice(first).sort((one, other) => other.length - one.length));
    }
    return found;
  }
}

export class PatternError extends Error {
  constructor(pattern: string, reason: string) {
    super(`The pattern "${pattern}" cannot be used: ${reason}.`);
  }
}

/** Calls `found` wherever a pattern of the trie that begins at a word ends. */
function walk<T>(
  trie: Node<T>,
  words: readonly Word[],
  at: number,
  found: (end: number, values: readonly T[]) => void,
): void {
  if (trie.values.length > 0) found(at, trie.values);
  const word = words[at];
  if (!word) return;
  const next = trie.words?.get(word.key);
  if (next) walk(next, words, at + 1, found);
  if (trie.number && word.sort === 'number') walk(trie.number, words, at + 1, found);
  if (trie.any && word.sort !== 'mark') walk(trie.any, words, at + 1, found);
  if (!trie.classes) return;
  for (const { class: phrases, after } of trie.classes) {
    const starts = startsOfClass(phrases);
    if (starts.open || starts.words.has(word.key))
      walk(phrases.root, words, at, (end) => walk(after, words, end, found));
  }
}

function startsOfClass(phrases: PhraseClass): Starts {
  phrases.starts ??= startsOf(phrases.root);
  return phrases.starts;
}

function startsOf(root: Node<unknown>): Starts {
  const starts: Starts = {
    words: new Set(root.words?.keys()),
    open: root.number !== null || root.any !== null,
  };
  for (const { class: phrases } of root.classes ?? []) {
    const inner = startsOfClass(phrases);
    for (const word of inner.words) starts.words.add(word);
    starts.open ||= inner.open;
  }
  return starts;
}

function node<T>(): Node<T> {
  return { words: null, classes: null, number: null, any: null, values: [] };
}

function wordChild<T>(parent: Node<T>, word: string): Node<T> {
  parent.words ??= new Map();
  let child = parent.words.get(word);
  if (!child) {
    child = node();
    parent.words.set(word, child);
  }
  return child;
}

function classChild<T>(parent: Node<T>, phrases: PhraseClass | undefined): Node<T> {
  if (!phrases) return parent;
  parent.classes ??= [];
  const known = parent.classes.find((edge) => edge.class === phrases);
  if (known) return known.after;
  const after = node<T>();
  parent.classes.push({ class: phrases, after });
  return after;
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
