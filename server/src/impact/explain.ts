import languageData from '../../../generated/impact/language.js';
import { builtInCriteria } from './criteria/builtIn.ts';
import type { ImpactRule } from './finding.ts';
import type { LanguageData, LanguageEntry } from './language/entry.ts';

/** What the data says of an entry, wherever it was found. */
export interface Explanation {
  /** Whom it leaves out: completes "It leaves out ...". */
  leavesOut: string;
  /** Why; a sentence without its full stop. */
  reason: string;
}

/**
 * Explains the entry of a finding.
 *
 * @param entry its id
 * @returns undefined for a term that an organisation or a pack adds: its message says all that is known
 */
export function explain(rule: ImpactRule, entry: string): Explanation | undefined {
  if (rule === 'impact/exclusionary-language') return wordings().get(entry);
  const characteristic = builtInCriteria().characteristics.get(entry);
  if (!characteristic) return undefined;
  const { leavesOut, title } = characteristic;
  const proxy = rule === 'impact/proxy-attribute' ? ', which stands in for a protected characteristic' : '';
  return { leavesOut, reason: `it makes a difference by ${title}${proxy}` };
}

let kept: ReadonlyMap<string, Explanation> | undefined;

function wordings(): ReadonlyMap<string, Explanation> {
  kept ??= new Map(explained(languageData() as unknown as LanguageData));
  return kept;
}

function* explained(data: LanguageData): Generator<[string, Explanation]> {
  for (const entries of Object.values(data)) {
    if (!Array.isArray(entries)) continue;
    for (const { id, leavesOut, reason } of entries as readonly LanguageEntry[])
      yield [id, { leavesOut, reason }];
  }
  yield ['man-title', data.titles];
  yield ['generic-pronoun', data.pronouns];
}
