import { inflections } from './inflections.ts';
import { wordsOf } from './words.ts';

/** One step of a pattern: a word as `Word.key`, a number, any word, or one of a class of phrases. */
export type Step = { word: string } | { number: true } | { any: true } | { class: string };

/** A part of a pattern before it is put in the trie: a step, or alternatives. */
export type Part = Step | { group: Part[][]; optional: boolean };

export class PatternError extends Error {
  constructor(pattern: string, reason: string) {
    super(`The pattern "${pattern}" cannot be used: ${reason}.`);
  }
}

/**
 * The alternatives of a pattern, as it is written:
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
 * @throws {PatternError} where it cannot be read
 */
export function parsePattern(pattern: string): Part[][] {
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
