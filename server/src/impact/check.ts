import { type AllowedPhrase, withoutAllowed } from './allowed.ts';
import { builtInCriteria } from './criteria/builtIn.ts';
import { builtInWeights } from './criteria/builtInWeights.ts';
import { findCriteria } from './criteria/findCriteria.ts';
import type { ImpactField, ImpactFinding } from './finding.ts';
import { builtInLanguage } from './language/builtIn.ts';
import type { OwnTerm } from './language/entry.ts';
import { findExclusionaryLanguage } from './language/findExclusionaryLanguage.ts';
import type { Lexicon } from './language/lexicon.ts';
import { wordsOf } from './text/words.ts';

/** What a text is checked against: the built-in data, and an organisation's own words. */
export interface ImpactKnowledge {
  readonly language: Lexicon;
  readonly allowed: readonly AllowedPhrase[];
}

let kept: ImpactKnowledge | undefined;

/** The built-in data alone; made ready when first asked for. */
function builtIn(): ImpactKnowledge {
  kept ??= impactKnowledge({ terms: [], allowed: [] });
  return kept;
}

/**
 * The built-in data with an organisation's or a vertical's own. It takes a few milliseconds: keep it.
 *
 * @param own terms that are looked for as well, and phrases that are left alone
 */
export function impactKnowledge(own: {
  readonly terms: readonly OwnTerm[];
  readonly allowed: readonly AllowedPhrase[];
}): ImpactKnowledge {
  return {
    language: builtInLanguage(own.terms),
    allowed: own.allowed,
  };
}

/**
 * Whom a text leaves out: by its words, by criteria on protected characteristics, by criteria on proxies for them.
 *
 * @param text one value of a manifest, or any text
 * @param field what the value is
 * @returns in the order of the text
 */
export function checkText(
  text: string,
  field: ImpactField,
  knowledge: ImpactKnowledge = builtIn(),
): readonly ImpactFinding[] {
  const language = knowledge.language.mayHaveFindings(text);
  const criteria = builtInCriteria();
  const mentions = criteria.mayHaveMentions(text);
  if (!language && !mentions) return [];
  const words = wordsOf(text);
  const findings = [
    ...(language ? findExclusionaryLanguage(text, words, field, knowledge.language) : []),
    ...(mentions ? findCriteria(text, words, field, criteria, builtInWeights()) : []),
  ];
  const kept = withoutAllowed(text, findings, knowledge.allowed);
  return kept.toSorted((one, other) => one.start - other.start || one.end - other.end);
}
