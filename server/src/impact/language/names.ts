import type { Word } from '../text/words.ts';
import type { LanguageText } from './languageText.ts';

/** Capitalised at the beginning of a sentence without being part of a name. */
const functionWords = new Set(
  'the a an this that these those our their his her its your my each every all some any no and or but if when while for in on at of to by with from as is are was does do how why what who where only not never use uses see'.split(
    ' ',
  ),
);

/**
 * Whether words are part of a proper name: capitalised in prose, next to another capitalised word. A capital that
 * merely begins a sentence, or a headline in which every word has one, says nothing.
 */
export function isInProperName(text: LanguageText, from: number, to: number): boolean {
  const written = text.words.slice(from, to);
  if (written.length === 0 || !written.every((word) => word.capital === 'title')) return false;
  if (isHeadline(text, from)) return false;
  const spaced = written.slice(1).every((word) => word.before === ' ' || word.before === '\n');
  if (!spaced) return false;
  if (written.length > 1) return true;
  const previous = text.words[from - 1];
  const next = text.words[to];
  return (
    (isCapitalised(next) && next?.before === ' ') ||
    (isCapitalised(previous) && written[0]?.before === ' ' && !functionWords.has(previous?.key ?? ''))
  );
}

/** Whether a word has a capital that its place does not explain. */
export function isCapitalisedInside(text: LanguageText, index: number): boolean {
  const word = text.words[index];
  return (
    word?.capital === 'title' &&
    (word.before === ' ' || word.before === '\n') &&
    !text.isSentenceStart(index) &&
    !isHeadline(text, index) &&
    text.quotation(index)?.from !== index
  );
}

/** Whether a quotation is the title of something: most of its words have a capital. */
export function isTitleCased(words: readonly Word[]): boolean {
  const long = words.filter((word) => word.sort === 'word' && !functionWords.has(word.key));
  return long.length > 1 && long.every((word) => word.capital === 'title');
}

function isHeadline(text: LanguageText, index: number): boolean {
  const { from, to } = text.sentence(index);
  const long = text.words
    .slice(from, to)
    .filter((word) => word.sort === 'word' && word.end - word.start > 3 && !functionWords.has(word.key));
  return long.length > 3 && long.every((word) => word.capital !== 'lower');
}

function isCapitalised(word: Word | undefined): boolean {
  return word?.sort === 'word' && word.capital === 'title';
}
