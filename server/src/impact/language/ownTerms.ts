import type { ImpactField, ImpactFinding } from '../finding.ts';
import { quoted } from '../quoted.ts';
import { firstOf } from '../text/firstOf.ts';
import type { Word } from '../text/words.ts';
import type { OwnWording } from './lexicon.ts';
import { lower } from './ownPattern.ts';
import { writtenLike } from './replacement.ts';

/**
 * A text is searched in pieces (UTF-16 units): an expression made for it (`(a+)+$`) begins anew at each character, and what
 * that takes grows with the square of a piece, but only evenly with the number of pieces.
 */
const PIECE = 1_000;
/** No match that is longer is found across the end of a piece. */
const OVERLAP = 100;

/**
 * Where a text says what an organisation or a vertical asks to avoid. In identifiers the words are looked at: `charityCases`
 * is "charity cases".
 *
 * @param words `wordsOf(text)`
 */
export function findOwnTerms(
  text: string,
  words: readonly Word[],
  field: ImpactField,
  own: readonly OwnWording[],
): ImpactFinding[] {
  if (own.length === 0) return [];
  const read = field === 'name' || field === 'label' ? spelledOut(text, words) : asItIs(text);
  const folded = lower(read.text);
  const found = own.flatMap(({ expression, term }) =>
    matchesOf(expression, folded).flatMap(([from, to]) => {
      const place = read.placeOf(from, to);
      if (!place || isInsideWord(text, place.start, place.end)) return [];
      const { start, end } = place;
      const alternatives = term.alternatives ?? [];
      const after = firstOf(words, (word) => word.start >= end);
      const written = words.slice(
        firstOf(words, (word) => word.end > start),
        after,
      );
      const next = words[after];
      const replacements = alternatives.map((one) => writtenLike(one, written, next));
      const reason = (term.reason ?? 'the organisation asks to avoid it').replace(/\.$/, '');
      const advice =
        replacements.length > 0 ? ` Write ${replacements.map((one) => `"${one}"`).join(' or ')}.` : '';
      return [
        {
          rule: 'impact/exclusionary-language' as const,
          start,
          end,
          entry: `own:${term.pattern}`,
          message: `${quoted(text.slice(start, end))} is not to be used: ${reason}.${advice}`,
          replacements,
          source: term.source,
        },
      ];
    }),
  );
  return longestOf(found);
}

/** Where several terms overlap, the one that begins first, then the longest: one fault is told once. */
function longestOf(found: readonly ImpactFinding[]): ImpactFinding[] {
  let end = 0;
  return found
    .toSorted((one, other) => one.start - other.start || other.end - one.end)
    .filter((finding) => {
      if (finding.start < end) return false;
      end = finding.end;
      return true;
    });
}

function matchesOf(expression: RegExp, text: string): [number, number][] {
  const found: [number, number][] = [];
  for (let start = 0; start === 0 || start < text.length - OVERLAP; start += PIECE - OVERLAP) {
    const isLast = start + PIECE >= text.length;
    for (const match of text.slice(start, start + PIECE).matchAll(expression)) {
      // What begins in the overlap is found whole in the next piece.
      if (match[0] === '' || (!isLast && match.index >= PIECE - OVERLAP)) continue;
      found.push([start + match.index, start + match.index + match[0].length]);
    }
    if (isLast) break;
  }
  return found;
}

interface Readable {
  text: string;
  placeOf(from: number, to: number): { start: number; end: number } | undefined;
}

function asItIs(text: string): Readable {
  return { text, placeOf: (start, end) => ({ start, end }) };
}

/** The words of an identifier with blanks between. */
function spelledOut(text: string, words: readonly Word[]): Readable {
  const starts: number[] = [];
  const ends: number[] = [];
  let spelled = '';
  for (const { start, end } of words) {
    if (spelled !== '') spelled += ' ';
    starts.push(spelled.length);
    spelled += text.slice(start, end);
    ends.push(spelled.length);
  }
  return {
    text: spelled,
    placeOf(from, to) {
      const first = words[firstOf(ends, (end) => end > from)];
      const last = words[firstOf(starts, (start) => start >= to) - 1];
      return first && last && first.start < last.end ? { start: first.start, end: last.end } : undefined;
    },
  };
}

/** Whether a letter goes on before or after: "slum" in "slumber". A hump ends a word too. */
function isInsideWord(text: string, start: number, end: number): boolean {
  return goesOn(text, start) || goesOn(text, end);
}

function goesOn(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return at > 0 && /\p{L}/u.test(before) && /[\p{Ll}\p{Lo}]/u.test(after);
}
