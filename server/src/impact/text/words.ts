/** How a word is written, for replacements that keep it and for names, which are capitalised. */
export type Capital = 'lower' | 'title' | 'upper';

/** A word, a number or a mark of a text. What joins it to the one before it (white space, a hyphen) is no word. */
export interface Word {
  /** In lower case, with straight quotes and without a possessive 's: what tables are asked for. */
  readonly key: string;
  /** UTF-16 offsets in the text, the end exclusive. A possessive 's is not in them. */
  readonly start: number;
  readonly end: number;
  readonly sort: 'word' | 'number' | 'mark';
  /**
   * What stands between this word and the one before it: `''` at a hump (`dummyData`) or before a digit or a mark,
   * `'-'`, `'_'`, `'.'`, `'/'`, `':'` within an identifier or compound, `' '` or, over a line break, `'\n'`.
   */
  readonly before: string;
  readonly possessive: boolean;
  readonly capital: Capital;
}

// A run of letters keeps the apostrophe inside it (don't, driver's); letters of other scripts and their combining marks
// are letters. Comparisons are one mark, so that an expression reads as one.
const token =
  /(?<number>\d+(?:[.,]\d+)*)|(?<word>\p{L}[\p{L}\p{M}]*(?:['\u2019]\p{L}+)?)|[<>=!]=|&&|\|\||[-=]>|\.{3}|[^\s]/gu;

// Between small letters and a capital (but iPhone, eGFR), and before the last capital of an acronym that a word follows (IP|Blacklist),
// unless that word is just the acronym's plural (IDs, VMs).
const hump = /(?<=\p{L}\p{M}*\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})(?!\p{Lu}s(?!\p{L}))/u;

const joiners = new Set(['-', '_', '.', '/', ':', '\u2010', '\u2011']);

/**
 * The words of a text or an identifier, in order.
 *
 * @param text prose, a name, a label or an expression, with any line ends
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  let joiner = '';
  for (const match of text.matchAll(token)) {
    const raw = match[0];
    const start = match.index;
    if (joins(text, raw, start, end)) {
      joiner = raw === '\u2010' || raw === '\u2011' ? '-' : raw;
      end = start + raw.length;
      continue;
    }
    const before = words.length === 0 ? '' : joiner || spaceBetween(text, end, start);
    if (match.groups?.word) for (const part of wordsOfRun(raw, start, before)) words.push(part);
    else words.push(word(raw, start, match.groups?.number ? 'number' : 'mark', before, false));
    joiner = '';
    end = start + raw.length;
  }
  return words;
}

/** One word, or the humps of camelCase and PascalCase. */
function wordsOfRun(run: string, start: number, before: string): Word[] {
  const possessive = /['\u2019]s$/i.test(run);
  const stem = possessive ? run.slice(0, -2) : run;
  if (stem.slice(1) === stem.slice(1).toLowerCase()) return [word(stem, start, 'word', before, possessive)];
  const parts = stem.split(hump);
  let at = start;
  return parts.map((part, index) => {
    const made = word(part, at, 'word', index === 0 ? before : '', possessive && index === parts.length - 1);
    at += part.length;
    return made;
  });
}

function word(raw: string, start: number, sort: Word['sort'], before: string, possessive: boolean): Word {
  const key = raw.toLowerCase().replaceAll('\u2019', "'");
  return { key, start, end: start + raw.length, sort, before, possessive, capital: capitalOf(raw) };
}

function spaceBetween(text: string, from: number, to: number): string {
  if (from === to) return '';
  return text.slice(from, to).includes('\n') ? '\n' : ' ';
}

/** A hyphen, underscore, dot, slash or colon with a letter or digit on both sides joins; anywhere else it is a mark. */
function joins(text: string, raw: string, start: number, end: number): boolean {
  return (
    joiners.has(raw) &&
    start === end &&
    start > 0 &&
    /[\p{L}\p{N}]/u.test(text.charAt(start - 1)) &&
    /[\p{L}\p{N}]/u.test(text.charAt(start + raw.length))
  );
}

function capitalOf(word: string): Capital {
  const first = word.charAt(0);
  if (first === first.toLowerCase()) return 'lower';
  return word.length > 1 && word === word.toUpperCase() ? 'upper' : 'title';
}
