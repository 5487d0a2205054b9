/** A word to be searched for. */
export interface SoughtWord {
  /** Letters a to z only. */
  readonly word: string;
  /** Where a word or a hump has to begin or end: `none` finds it inside a longer run of letters too. */
  readonly edges: 'both' | 'end' | 'none';
}

const letters = 27;
const other = 0;

/**
 * Aho and Corasick's automaton over the letters a to z, capitals folded: one step a character, whatever the number of
 * words. It decides whether a text is worth being taken apart, so it may say yes too often, but never no wrongly.
 */
export class Automaton {
  readonly #next: Int32Array;
  /** For a state, the words that end there. */
  readonly #ends: readonly (readonly SoughtWord[])[];

  constructor(sought: readonly SoughtWord[]) {
    const children: Int32Array[] = [new Int32Array(letters)];
    const ends: SoughtWord[][] = [[]];
    for (const one of sought) {
      const { word } = one;
      let state = 0;
      for (let at = 0; at < word.length; at++) {
        const letter = letterOf(word.charCodeAt(at));
        if (letter === other) throw new Error(`"${word}" has a character that is no letter from a to z.`);
        const row = children[state] as Int32Array;
        let child = row[letter] ?? 0;
        if (child === 0) {
          child = children.push(new Int32Array(letters)) - 1;
          ends.push([]);
          row[letter] = child;
        }
        state = child;
      }
      ends[state]?.push(one);
    }
    this.#next = completed(children, ends);
    this.#ends = ends;
  }

  /** Whether one of the words occurs. */
  test(text: string): boolean {
    const next = this.#next;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = next[state * letters + letterOf(text.charCodeAt(at))] ?? 0;
      const ends = this.#ends[state];
      if (!ends || ends.length === 0) continue;
      for (const { word, edges } of ends) {
        if (edges !== 'none' && !endsAt(text, at + 1)) continue;
        if (edges !== 'both' || beginsAt(text, at + 1 - word.length)) return true;
      }
    }
    return false;
  }
}

/** Fills in where to go on when a word breaks off, so that every step is one look into the table. */
function completed(children: readonly Int32Array[], ends: SoughtWord[][]): Int32Array {
  const next = new Int32Array(children.length * letters);
  const fallback = new Int32Array(children.length);
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const back = fallback[state] ?? 0;
    if (state !== 0) ends[state] = [...(ends[state] ?? []), ...(ends[back] ?? [])];
    for (let letter = 1; letter < letters; letter++) {
      const child = children[state]?.[letter] ?? 0;
      const elsewhere = state === 0 ? 0 : (next[back * letters + letter] ?? 0);
      next[state * letters + letter] = child === 0 ? elsewhere : child;
      if (child === 0) continue;
      fallback[child] = elsewhere;
      queue.push(child);
    }
  }
  return next;
}

function letterOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 96;
  if (code >= 65 && code <= 90) return code - 64;
  return other;
}

function beginsAt(text: string, start: number): boolean {
  return start === 0 || isCapital(text.charCodeAt(start)) || letterOf(text.charCodeAt(start - 1)) === other;
}

function endsAt(text: string, end: number): boolean {
  return end === text.length || isCapital(text.charCodeAt(end)) || letterOf(text.charCodeAt(end)) === other;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}
