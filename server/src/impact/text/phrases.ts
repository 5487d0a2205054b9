import type { Word } from './words.ts';

/** A phrase found in a text: `length` words from where it was asked for. */
export interface PhraseMatch<T> {
  readonly length: number;
  readonly value: T;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly values: T[];
}

/**
 * Phrases of one or more words, found by walking the text once whatever their number. How the words are joined does not
 * matter: "black list", "black-list" and "blackList" are the same two words.
 */
export class PhraseTable<T> {
  readonly #root: Node<T> = { next: new Map(), values: [] };

  /** @param keys the words of the phrase, written as `Word.key` */
  add(keys: readonly string[], value: T): void {
    let node = this.#root;
    for (const key of keys) {
      let next = node.next.get(key);
      if (!next) {
        next = { next: new Map(), values: [] };
        node.next.set(key, next);
      }
      node = next;
    }
    node.values.push(value);
  }

  /** The phrases that begin at a word, the longest first. Marks are words of a phrase like any other. */
  matchesAt(words: readonly Word[], index: number): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    let node: Node<T> | undefined = this.#root;
    for (let at = index; node && at < words.length; at++) {
      node = node.next.get(words[at]?.key ?? '');
      if (node) for (const value of node.values) found.push({ length: at - index + 1, value });
    }
    return found.reverse();
  }
}
