import type { PatternMatch } from '../text/patterns.ts';
import type { TermContext } from './entry.ts';
import type { LanguageText, Span } from './languageText.ts';
import type { Lexicon, Sign } from './lexicon.ts';

/** Where a cue stands: words from `from` to before `to`, by index in the text. */
export interface Cue extends Span {
  readonly name: string;
}

/** The cues and contexts of a text's sentences, each sentence read once, when it is first asked for. */
export class Surroundings {
  readonly #text: LanguageText;
  readonly #lexicon: Lexicon;
  readonly #signs = new Map<number, readonly (Span & { readonly sign: Sign })[]>();

  constructor(text: LanguageText, lexicon: Lexicon) {
    this.#text = text;
    this.#lexicon = lexicon;
  }

  /** Cues of the sentence, without those that are part of the term itself. */
  cues(term: Span): Cue[] {
    return this.#of(term).flatMap(({ sign, from, to }) =>
      'cue' in sign && (to <= term.from || from >= term.to) ? [{ name: sign.cue, from, to }] : [],
    );
  }

  /** Whether the term stands in one of the context's places. */
  matches(context: TermContext, term: Span): boolean {
    if (context.fields?.includes(this.#text.field)) return true;
    const last = this.#beforeMarks(term.from);
    const next = this.#afterMarks(term.to);
    const possessive = this.#text.words[term.to - 1]?.possessive === true;
    return this.#of(term).some(
      ({ sign, from, to }) =>
        'context' in sign &&
        sign.context === context &&
        ((sign.where === 'before' && (to === term.from || to === last)) ||
          (sign.where === 'after' && (from === term.to || from === next)) ||
          (sign.where === 'afterPossessive' && possessive && from === term.to) ||
          (sign.where === 'near' && (to <= term.from || from >= term.to))),
    );
  }

  #of(term: Span): readonly (Span & { readonly sign: Sign })[] {
    const { from, to } = this.#text.sentence(term.from);
    let signs = this.#signs.get(from);
    if (!signs) {
      const found: PatternMatch<Sign>[] = this.#lexicon.surroundings.matches(
        this.#text.words.slice(from, to),
      );
      signs = found.map((match) => ({
        sign: match.value,
        from: from + match.from,
        to: from + match.from + match.length,
      }));
      this.#signs.set(from, signs);
    }
    return signs;
  }

  /** Quotation marks and emphasis around a term do not separate it from what it goes with. */
  #beforeMarks(index: number): number {
    let at = index;
    while (isSoftMark(this.#text.words[at - 1]?.key)) at--;
    return at;
  }

  #afterMarks(index: number): number {
    let at = index;
    while (isSoftMark(this.#text.words[at]?.key)) at++;
    return at;
  }
}

function isSoftMark(key: string | undefined): boolean {
  return key !== undefined && /^["'`*_(\u2018-\u201f\u00ab\u00bb]$/.test(key);
}
