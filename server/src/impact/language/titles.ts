import type { LanguageText, Span } from './languageText.ts';
import type { Lexicon } from './lexicon.ts';
import { isCapitalisedInside, isInProperName } from './names.ts';

/** A title on -man that is said of everybody. */
export interface TitleMatch extends Span {
  /** What to write instead, in the base form. */
  readonly instead: readonly string[];
  readonly plural: boolean;
}

/** "chairman", "sales man", and, in prose, any other trade on -man. */
export function titleAt(text: LanguageText, index: number, lexicon: Lexicon): TitleMatch | null {
  const word = text.words[index];
  if (word?.sort !== 'word') return null;
  if (word.key === 'man' || word.key === 'men') return titleOfTwoWords(text, index, lexicon);
  const written = /^(.{2,}?)-?(man|men|manship)$/.exec(word.key);
  if (!written) return null;
  const stem = written[1] ?? '';
  const span = { from: index, to: index + 1 };
  const plural = written[2] === 'men';
  const known = Object.hasOwn(lexicon.titles.stems, stem);
  if (written[2] === 'manship' && (!known || stem === 'work')) return null;
  if (lexicon.titles.notTitles.has(`${stem}man`) || lexicon.titles.notTitles.has(word.key)) return null;
  if (/(?:hu|wo|ger|ro|nor|otto)$/.test(stem)) return null;
  if (isInProperName(text, index, index + 1)) return null;
  if (!plural && lexicon.titles.surnames.has(`${stem}man`) && (word.capital === 'title' || !text.isProse))
    return null;
  if (known) return { ...span, instead: lexicon.titles.stems[stem] ?? [], plural };
  if (!text.isProse || word.capital !== 'lower' || stem.length < 3 || !/^[a-z]+$/.test(stem)) return null;
  if (word.before !== '' && word.before !== ' ' && word.before !== '\n') return null;
  return { ...span, instead: [], plural };
}

/** "camera man", "salesMen": only where the first word is known to make a title. */
function titleOfTwoWords(text: LanguageText, index: number, lexicon: Lexicon): TitleMatch | null {
  const word = text.words[index];
  const stem = text.words[index - 1];
  if (!word || stem?.sort !== 'word' || !Object.hasOwn(lexicon.titles.stems, stem.key)) return null;
  if (/^pages?$/.test(text.words[index + 1]?.key ?? '') || isCapitalisedInside(text, index)) return null;
  if (word.before === '.' || word.before === ':') return null;
  return {
    from: index - 1,
    to: index + 1,
    instead: lexicon.titles.stems[stem.key] ?? [],
    plural: word.key === 'men',
  };
}
