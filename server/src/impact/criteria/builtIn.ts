import data from '../../../../generated/impact/criteria.js';
import { type CriteriaData, type CriteriaLexicon, compileCriteria } from './lexicon.ts';

let lexicon: CriteriaLexicon | undefined;

/** The characteristics, proxies and cues of data/criteria; made ready when first asked for. */
export function builtInCriteria(): CriteriaLexicon {
  lexicon ??= compileCriteria(data as unknown as CriteriaData);
  return lexicon;
}
