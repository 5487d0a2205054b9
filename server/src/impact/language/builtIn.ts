import data from '../../../../generated/impact/language.js';
import compiled from '../../../../generated/impact/languageCompiled.js';
import type { LanguageData, OwnTerm } from './entry.ts';
import { type CompiledLanguage, type Lexicon, languageLexicon } from './lexicon.ts';

/** The terms of data/language, with an organisation's or a vertical's own. */
export function builtInLanguage(own: readonly OwnTerm[] = []): Lexicon {
  return languageLexicon(data() as unknown as LanguageData, compiled() as unknown as CompiledLanguage, own);
}
