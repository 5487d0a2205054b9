import type { ImpactField } from '../finding.ts';
import type { Word } from '../text/words.ts';

/** Words of a text, from one to before another, by index. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** No sentence is longer; a text without full stops is cut, so that what is looked at around a term is bounded. */
const longestSentence = 80;
/** A quotation that is not closed within so many words is none. */
const longestQuotation = 60;

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  '\u201c': '\u201d',
  '\u201e': '\u201c',
  '\u2018': '\u2019',
  '\u00ab': '\u00bb',
  '`': '`',
  "'": "'",
};

const abbreviations = new Set([
  'mr',
  'mrs',
  'ms',
  'dr',
  'prof',
  'st',
  'e.g',
  'g',
  'i.e',
  'vs',
  'no',
  'etc',
  'approx',
]);

/** A text with what the judging of a term needs to know of it, worked out once. */
export class LanguageText {
  readonly text: string;
  readonly words: readonly Word[];
  readonly field: ImpactField;
  readonly #sentenceStarts: readonly number[];
  /** For a word, the quotation it is in, or -1. */
  readonly #quotations: Int32Array;
  readonly #spans: readonly Span[];

  constructor(text: string, words: readonly Word[], field: ImpactField) {
    this.text = text;
    this.words = withoutLineHyphens(words);
    this.field = field;
    this.#sentenceStarts = sentenceStarts(this.words, text);
    this.#spans = quotations(this.words, text);
    this.#quotations = new Int32Array(this.words.length).fill(-1);
    this.#spans.forEach(({ from, to }, index) => {
      this.#quotations.fill(index, from, to);
    });
  }

  get isProse(): boolean {
    return this.field === 'description' || this.field === 'eligibility';
  }

  /** The sentence a word is in; a long one in part. */
  sentence(index: number): Span {
    const at = upperBound(this.#sentenceStarts, index) - 1;
    return {
      from: this.#sentenceStarts[at] ?? 0,
      to: this.#sentenceStarts[at + 1] ?? this.words.length,
    };
  }

  /** The quotation or code span a word is in, without its marks. */
  quotation(index: number): Span | null {
    return this.#spans[this.#quotations[index] ?? -1] ?? null;
  }

  /** All quotations of a sentence. */
  quotationsIn(sentence: Span): Span[] {
    const found = new Set<number>();
    for (let at = sentence.from; at < sentence.to; at++) {
      const quotation = this.#quotations[at] ?? -1;
      if (quotation >= 0) found.add(quotation);
    }
    return [...found].flatMap((index) => this.#spans[index] ?? []);
  }

  isSentenceStart(index: number): boolean {
    const { from } = this.sentence(index);
    for (let at = from; at < index; at++) if (this.words[at]?.sort !== 'mark') return false;
    return true;
  }
}

/** A hyphen at the end of a line joins: "black-\nlist" is "black-list". */
function withoutLineHyphens(words: readonly Word[]): readonly Word[] {
  const wraps = (word: Word, index: number) =>
    word.key === '-' && word.before === '' && words[index + 1]?.before === '\n';
  return words.some(wraps) ? words.filter((word, index) => !wraps(word, index)) : words;
}

function sentenceStarts(words: readonly Word[], text: string): number[] {
  const starts = [0];
  let last = 0;
  words.forEach((word, index) => {
    if (index === 0) return;
    const previous = words[index - 1];
    const ends =
      previous?.sort === 'mark' &&
      /^(?:[.!?]|\.\.\.)$/.test(previous.key) &&
      (word.before === ' ' || word.before === '\n') &&
      !abbreviations.has(words[index - 2]?.key ?? '');
    const paragraph =
      word.before === '\n' && /\n[ \t]*\n/.test(text.slice(previous?.end ?? 0, word.start).slice(0, 200));
    if (ends || paragraph || index - last >= longestSentence) {
      starts.push(index);
      last = index;
    }
  });
  return starts;
}

function quotations(words: readonly Word[], text: string): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const closer = word?.sort === 'mark' ? closers[word.key] : undefined;
    if (!word || closer === undefined) continue;
    // An opening mark touches what it opens; an apostrophe after a word ("users'") opens nothing.
    if (words[at + 1]?.start !== word.end) continue;
    if (at > 0 && word.key === "'" && /[\p{L}\p{N}]/u.test(text.charAt(word.start - 1))) continue;
    const end = closing(words, at + 1, closer);
    if (end < 0) continue;
    spans.push({ from: at + 1, to: end });
    at = end;
  }
  return spans;
}

function closing(words: readonly Word[], from: number, closer: string): number {
  const last = Math.min(words.length, from + longestQuotation);
  for (let at = from; at < last; at++) {
    const word = words[at];
    if (word?.sort === 'mark' && word.key === closer && word.start === words[at - 1]?.end) return at;
  }
  return -1;
}

function upperBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
