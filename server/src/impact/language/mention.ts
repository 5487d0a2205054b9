import type { Word } from '../text/words.ts';
import type { LanguageText, Span } from './languageText.ts';
import { isTitleCased } from './names.ts';
import type { Cue, Surroundings } from './surroundings.ts';

/** How far a verb may stand from the term that is its object. */
const reach = 6;

/**
 * Whether a term is named rather than used: to replace, forbid, test for, report or study it. A quoted term that is
 * still in use is used.
 *
 * @param alternatives what the entry would write instead: named beside the term, they say that it is being replaced
 */
export function isMentioned(
  text: LanguageText,
  term: Span,
  around: Surroundings,
  alternatives: readonly string[],
): boolean {
  if (!text.isProse) return false;
  const cues = new Cues(around.cues(term), term);
  const quotation = text.quotation(term.from);
  if (quotation && isTitle(text, quotation, cues)) return true;
  if (quotation && forbidsInside(text, quotation, term, cues)) return true;
  if (cues.has('still')) return false;
  if (isReplaced(text, term, cues, quotation, alternatives)) return true;
  if (isFormer(text, term, cues, quotation)) return true;
  if (isSaidNeverToBeSaid(text, term, cues, quotation)) return true;
  return quotation && quotation.to - quotation.from < 12
    ? isQuotedAsWord(text, quotation, cues)
    : isPlainWord(text, term, cues);
}

/** The cues of a sentence, by where they stand to the term. */
class Cues {
  readonly #cues: readonly Cue[];
  readonly #term: Span;

  constructor(cues: readonly Cue[], term: Span) {
    this.#cues = cues;
    this.#term = term;
  }

  has(...names: string[]): boolean {
    return this.#cues.some((cue) => names.includes(cue.name));
  }

  before(name: string, distance = Number.POSITIVE_INFINITY, end = this.#term.from): Cue[] {
    return this.#cues.filter((cue) => cue.name === name && cue.to <= end && end - cue.to <= distance);
  }

  after(name: string, distance = Number.POSITIVE_INFINITY, start = this.#term.to): Cue[] {
    return this.#cues.filter((cue) => cue.name === name && cue.from >= start && cue.from - start <= distance);
  }
}

/** "Renames whitelist to allowlist", "replace X with Y", "'main' instead of 'master'", "shown as 'main bedroom'". */
function isReplaced(
  text: LanguageText,
  term: Span,
  cues: Cues,
  quotation: Span | null,
  alternatives: readonly string[],
): boolean {
  const sentence = text.sentence(term.from);
  if (isPassedOver(text, term, cues, sentence, alternatives)) return true;
  const renaming = cues.before('rename', reach);
  if (renaming.length > 0 && goesTo(text, term.to, sentence.to)) return true;
  if (!cues.has('map', 'rename', 'say')) return arrowFollows(text, term);
  const others = text.quotationsIn(sentence).filter(({ from, to }) => term.from < from || term.from >= to);
  if (others.some((other) => holdsAlternative(text.words.slice(other.from, other.to), alternatives)))
    return true;
  if (quotation && others.length > 0 && cues.has('map')) return true;
  return (
    cues.before('map', reach).length > 0 && isFollowedByAlternative(text, term.to, sentence.to, alternatives)
  );
}

/** "Write allowlist instead of whitelist". */
function isPassedOver(
  text: LanguageText,
  term: Span,
  cues: Cues,
  { from }: Span,
  alternatives: readonly string[],
): boolean {
  if (cues.before('instead', 2).length === 0) return false;
  for (let at = from; at < term.from; at++)
    if (isAlternative(text.words.slice(at, at + 3), alternatives))
      return cues.has('say', 'map', 'agent', 'word');
  return false;
}

function goesTo(text: LanguageText, from: number, to: number): boolean {
  const end = Math.min(to, from + reach);
  for (let at = from; at < end; at++)
    if (/^(?:to|as|into|->|=>|→)$/.test(text.words[at]?.key ?? '')) return true;
  return false;
}

function arrowFollows(text: LanguageText, term: Span): boolean {
  return /^(?:->|=>|→)$/.test(text.words[term.to]?.key ?? '');
}

/** "... to main", "... with allowlist" right after the term or its noun. */
function isFollowedByAlternative(
  text: LanguageText,
  from: number,
  to: number,
  alternatives: readonly string[],
): boolean {
  const end = Math.min(to, from + reach);
  for (let at = from; at < end; at++) {
    if (!/^(?:to|with|by|into|as|for|of)$/.test(text.words[at]?.key ?? '')) continue;
    if (isAlternative(text.words.slice(at + 1, at + 4), alternatives)) return true;
  }
  return false;
}

function isAlternative(words: readonly Word[], alternatives: readonly string[]): boolean {
  const keys = words.filter((word) => word.sort === 'word').map((word) => word.key);
  const written = ` ${keys.join(' ').replaceAll(/\b(?:the|a|an)\b /g, '')} `;
  return alternatives.some((alternative) => {
    const key = alternative.replaceAll('-', ' ');
    return written.startsWith(` ${key} `) || written.startsWith(` ${key}s `);
  });
}

function holdsAlternative(words: readonly Word[], alternatives: readonly string[]): boolean {
  return words.some((_, index) => isAlternative(words.slice(index, index + 3), alternatives));
}

/** "Formerly called ...", "renamed from ...", "the grandfather clause was repealed". */
function isFormer(text: LanguageText, term: Span, cues: Cues, quotation: Span | null): boolean {
  const start = quotation?.from ?? term.from;
  const former = cues.before('former', 3, start).filter(({ from, to }) => {
    const words = text.words.slice(from, to);
    // "Not the master" and "once blacklisted" are uses; with a word for naming they are not.
    return words.length > 1
      ? words[1]?.key !== 'of' && words[1]?.key !== 'than'
      : words[0]?.key === 'formerly';
  });
  if (former.length > 0) return true;
  if (quotation && cues.before('former', 3, start).length > 0) return true;
  return cues.after('repeal', 5, quotation?.to ?? term.to).some(({ from, to }) => {
    const words = text.words.slice(from, to);
    const alone = /^(?:repealed|abolished|rescinded|renamed|reworded|outlawed|scrapped|superseded)$/;
    return quotation !== null || alone.test(words[0]?.key ?? '') || cues.has('word', 'agent');
  });
}

/** "We never call anybody crazy", "do not write 'manpower'". */
function isSaidNeverToBeSaid(text: LanguageText, term: Span, cues: Cues, quotation: Span | null): boolean {
  const start = quotation?.from ?? term.from;
  return cues.before('say', reach, start).some((say) => {
    if (text.words.slice(say.to, start).some((word) => word.key === ';' || word.key === '.')) return false;
    const negated = cues.before('negator', 3, say.from).length > 0;
    if (!negated) return false;
    // "Do not use the whitelist" speaks of the list, not of the word.
    const using = /^us/.test(text.words[say.from]?.key ?? '');
    return !using || quotation !== null || cues.has('word', 'agent');
  });
}

/** "The linter rejects 'sanity check'", "old wording such as 'the handicapped' was removed". */
function isQuotedAsWord(text: LanguageText, quotation: Span, cues: Cues): boolean {
  if (cues.has('rename') || (cues.has('word') && cues.has('study'))) return true;
  if (cues.before('about', 10, quotation.from).length > 0) return true;
  if (cues.has('agent', 'word', 'study') && cues.has('act', 'map', 'negator')) return true;
  if (cues.has('react') && cues.before('say').length > 0) return true;
  const directly = cues.before('act', 2, quotation.from).length > 0;
  const next = text.words[quotation.to + 1];
  return (
    directly &&
    (next === undefined ||
      next.sort === 'mark' ||
      /^(?:in|from|and|or|to|where|when|on|across|as|out|with|into|wherever|anywhere|inside|before|for|by|fails|blocks|breaks|stops|warns)$/.test(
        next.key,
      ))
  );
}

/** Without quotation marks: "the style guide bans manpower", "posts with words like retard are hidden". */
function isPlainWord(text: LanguageText, term: Span, cues: Cues): boolean {
  const determined = /^(?:the|a|an|its|our|their|your|this|that|every|each|on|in|of)$/.test(
    text.words[term.from - 1]?.key ?? '',
  );
  const acted = cues.has('about', 'act', 'repeal');
  const named = cues.before('word', 10).some(({ to }) => leadsTo(text.words.slice(to, term.from)));
  if (named && acted) return true;
  if (determined) return false;
  return (
    cues.before('agent').length > 0 && (cues.before('about').length > 0 || cues.before('act', 4).length > 0)
  );
}

/** Between "words" and the term: nothing, or "such as" and other examples. */
function leadsTo(between: readonly Word[]): boolean {
  const [first] = between;
  if (!first) return true;
  return /^(?:such|like|including|for|as|:|namely|\(|e)$/.test(first.key);
}

/** A book, a film or a song: "reads the novel 'The Idiot'". */
function isTitle(text: LanguageText, quotation: Span, cues: Cues): boolean {
  return cues.has('work') && isTitleCased(text.words.slice(quotation.from, quotation.to));
}

/** A quotation that forbids: `the code of conduct says "nobody is called crazy here"`. */
function forbidsInside(text: LanguageText, quotation: Span, term: Span, cues: Cues): boolean {
  const outside =
    cues.before('charter', Number.POSITIVE_INFINITY, quotation.from).length > 0 ||
    cues.after('charter', 8, quotation.to).length > 0;
  if (!outside) return false;
  for (let at = quotation.from; at < quotation.to; at++) {
    if (at >= term.from && at < term.to) continue;
    if (
      /^(?:no|not|never|nobody|none|neither|nor|without|zero|cannot|don't|forbidden|banned|prohibited|unacceptable|refuse|against)$/.test(
        text.words[at]?.key ?? '',
      )
    )
      return true;
  }
  return false;
}
