import type { Word } from '../text/words.ts';

const units = 'one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
/** "sixties": what follows "in their". */
export const decades = 'twenties thirties forties fifties sixties seventies eighties nineties'.split(' ');

/** Years by word. Of the units, those too small for a limit are left out. */
const spelt = new Map([
  ...units.slice(2).map((word, index) => [word, 3 + index] as const),
  ...teens.map((word, index) => [word, 10 + index] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
  ...decades.map((word, index) => [word, 20 + 10 * index] as const),
]);

/** A number that a text states, and the word after it. */
export interface Amount {
  readonly value: number;
  readonly to: number;
}

/** A whole number in digits or words that may be somebody's age. */
export function amountAt(words: readonly Word[], at: number): Amount | null {
  const word = words[at];
  if (!word) return null;
  if (word.sort === 'number') {
    const value = Number(word.key);
    return Number.isInteger(value) && value >= 3 && value <= 110 ? { value, to: at + 1 } : null;
  }
  const value = spelt.get(word.key);
  if (value === undefined) return null;
  const unit = tens.includes(word.key) ? units.indexOf(words[at + 1]?.key ?? '') : -1;
  return unit >= 0 ? { value: value + unit + 1, to: at + 2 } : { value, to: at + 1 };
}
