import type { ImpactField, ImpactFinding } from '../finding.ts';
import { quoted } from '../quoted.ts';
import { firstOf } from '../text/firstOf.ts';
import { isForeign } from '../text/foreign.ts';
import { isInReference } from '../text/references.ts';
import type { Word } from '../text/words.ts';
import { inForm } from './forms.ts';
import { LanguageText, type Span } from './languageText.ts';
import type { Lexicon, Wording } from './lexicon.ts';
import { isMentioned } from './mention.ts';
import { isCapitalisedInside, isInProperName } from './names.ts';
import { findOwnTerms } from './ownTerms.ts';
import { isGenderedPronoun, isGenericPronoun, neutralPronoun } from './pronouns.ts';
import { writtenLike } from './replacement.ts';
import { standsAlone } from './standsAlone.ts';
import { Surroundings } from './surroundings.ts';
import { titleAt } from './titles.ts';

const pronounEntry = 'generic-pronoun';

/** What was found before it is known whether it is meant. */
interface Candidate extends Span {
  readonly entry: string;
  readonly leavesOut: string;
  readonly reason: string;
  readonly source: string;
  /** All of the entry, in the base form: to see whether the text names one of them too. */
  readonly alternatives: readonly string[];
  /** In the form that was found, lower case. */
  readonly replacements: readonly string[];
}

/**
 * Every place of a text with a term of the lexicon that is used, not merely mentioned, in its exclusionary sense.
 *
 * @param text what `words` were made of
 * @param words `wordsOf(text)`
 * @returns in the order of the text, not overlapping
 */
export function findExclusionaryLanguage(
  text: string,
  words: readonly Word[],
  field: ImpactField,
  lexicon: Lexicon,
): ImpactFinding[] {
  const read = new LanguageText(text, words, field);
  const around = new Surroundings(read, lexicon);
  const findings: ImpactFinding[] = [];
  let end = 0;
  for (const candidate of candidates(read, around, lexicon)) {
    if (candidate.from < end) continue;
    const first = read.words[candidate.from];
    if (!first || isInReference(text, first)) continue;
    // Pronouns have looked for themselves; "ban whoever insulted him" speaks of no pronoun.
    if (candidate.entry !== pronounEntry && isMentioned(read, candidate, around, candidate.alternatives))
      continue;
    end = candidate.to;
    findings.push(finding(read, candidate));
  }
  const own = findOwnTerms(text, words, field, lexicon.own).filter(
    ({ start, end }) => (findings[firstOf(findings, (one) => one.end > start)]?.start ?? end) >= end,
  );
  return own.length === 0 ? findings : [...findings, ...own].sort((one, other) => one.start - other.start);
}

/** In the order of the text, the longest of a place first; contexts are settled, mentions and references are not. */
function* candidates(text: LanguageText, around: Surroundings, lexicon: Lexicon): Generator<Candidate> {
  const foreign = text.isProse && isForeign(text.words);
  const matches = lexicon.wordings.matches(text.words);
  const mayEmbed = lexicon.mayEmbed(text.text);
  let next = 0;
  for (let index = 0; index < text.words.length; index++) {
    let any = false;
    for (; matches[next]?.from === index; next++) {
      const match = matches[next];
      if (!match) break;
      const span = { from: index, to: index + match.length };
      if (foreign && !match.value.entry.embedded) continue;
      if (!isMeant(text, span, match.value, around, lexicon)) continue;
      any = true;
      yield fromWording(span, match.value);
    }
    if (any) continue;
    const other = foreign ? null : (title(text, index, lexicon) ?? pronoun(text, index, lexicon));
    const found = other ?? (mayEmbed ? embedded(text, index, lexicon) : null);
    if (found) yield found;
  }
}

/** Whether a wording has the sense that its entry is about. */
function isMeant(
  text: LanguageText,
  span: Span,
  { entry, term }: Wording,
  around: Surroundings,
  lexicon: Lexicon,
): boolean {
  const written = text.words.slice(span.from, span.to);
  if (entry.acronym === true && written.every((word) => word.capital === 'upper') && !isAllCapitals(text))
    return false;
  if (entry.name === true && isCapitalisedInside(text, span.from)) return false;
  if (!entry.embedded && entry.capitalised !== true && isInProperName(text, span.from, span.to)) return false;
  if (entry.standsAlone === true && !standsAlone(text, span.to, lexicon.traits)) return false;
  for (const context of [entry.unless, term.unless])
    if (context && around.matches(context, span)) return false;
  const only = [entry.only, term.only].filter((context) => context !== undefined);
  return only.every((context) => around.matches(context, span));
}

function isAllCapitals(text: LanguageText): boolean {
  return text.text === text.text.toUpperCase();
}

function fromWording(span: Span, { entry, term, part, form }: Wording): Candidate {
  const alternatives = term.instead ?? [];
  return {
    ...span,
    entry: entry.id,
    leavesOut: entry.leavesOut,
    reason: entry.reason,
    source: entry.source,
    alternatives: entry.terms.flatMap((one) =>
      (one.instead ?? []).map((alternative) => inForm(alternative, part, 'base')),
    ),
    replacements: alternatives.map((alternative) => inForm(alternative, part, form)),
  };
}

function title(text: LanguageText, index: number, lexicon: Lexicon): Candidate | null {
  const found = titleAt(text, index, lexicon);
  if (!found) return null;
  const { reason, leavesOut, source } = lexicon.titles;
  return {
    from: found.from,
    to: found.to,
    entry: 'man-title',
    leavesOut,
    reason,
    source,
    alternatives: found.instead,
    replacements: found.instead.map((one) => inForm(one, 'noun', found.plural ? 'plural' : 'base')),
  };
}

function pronoun(text: LanguageText, index: number, lexicon: Lexicon): Candidate | null {
  const key = text.words[index]?.key ?? '';
  if (!isGenderedPronoun(key) || !isGenericPronoun(text, index, lexicon.pronouns)) return null;
  const { reason, leavesOut, source } = lexicon.pronouns.data;
  const neutral = neutralPronoun(key);
  const replacements = neutral === null ? [] : [neutral];
  return {
    from: index,
    to: index + 1,
    entry: pronounEntry,
    leavesOut,
    reason,
    source,
    alternatives: replacements,
    replacements,
  };
}

/** A term inside letters that are run together ("prodblacklist"): the whole word is reported. */
function embedded(text: LanguageText, index: number, lexicon: Lexicon): Candidate | null {
  const word = text.words[index];
  if (word?.sort !== 'word' || (text.isProse && isCapitalisedInside(text, index))) return null;
  for (const [inside, entry] of lexicon.embedded) {
    if (word.key.length <= inside.length || !word.key.includes(inside)) continue;
    if (entry.embeddedUnless?.some((longer) => word.key.includes(longer))) continue;
    return {
      from: index,
      to: index + 1,
      entry: entry.id,
      leavesOut: entry.leavesOut,
      reason: entry.reason,
      source: entry.source,
      alternatives: [],
      replacements: (entry.terms[0]?.instead ?? [])
        .slice(0, 1)
        .map((one) => word.key.replace(inside, inForm(one, 'noun', 'base').replaceAll(/[\s-]/g, ''))),
    };
  }
  return null;
}

function finding(text: LanguageText, candidate: Candidate): ImpactFinding {
  const written = text.words.slice(candidate.from, candidate.to);
  const start = written[0]?.start ?? 0;
  const end = written.at(-1)?.end ?? start;
  const next = text.words[candidate.to];
  const replacements = candidate.replacements.map((one) => writtenLike(one, written, next));
  return {
    rule: 'impact/exclusionary-language',
    start,
    end,
    entry: candidate.entry,
    message: message(text.text.slice(start, end), candidate.leavesOut, candidate.reason, replacements),
    replacements,
    source: candidate.source,
  };
}

function message(term: string, leavesOut: string, reason: string, replacements: readonly string[]): string {
  const write = replacements.map((one) => `"${one}"`);
  const last = write.pop();
  const instead =
    last === undefined
      ? ''
      : ` Write ${[...(write.length > 0 ? [write.join(', ')] : []), last].join(' or ')}.`;
  return `${quoted(term)} leaves out ${leavesOut}: ${reason}.${instead}`;
}
