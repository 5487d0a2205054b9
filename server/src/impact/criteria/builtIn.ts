import data from '../../../../generated/impact/criteria.js';
import compiled from '../../../../generated/impact/criteriaCompiled.js';
import {
  type CompiledCriteria,
  type CriteriaData,
  type CriteriaLexicon,
  criteriaLexicon,
} from './lexicon.ts';

let lexicon: CriteriaLexicon | undefined;

/** The characteristics, proxies and cues of data/criteria; made ready when first asked for. */
export function builtInCriteria(): CriteriaLexicon {
  lexicon ??= criteriaLexicon(data() as unknown as CriteriaData, compiled() as unknown as CompiledCriteria);
  return lexicon;
}
