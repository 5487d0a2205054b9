import type { LanguageText } from './languageText.ts';

/** What may follow an adjective that stands for people; after anything else it describes a noun. */
const followers = new Set(
  (
    'a an the this that these those my your his her its our their all any each every no some more most less ' +
    'in on at of to by with from for into onto over under about after before during between among through via per near around across within without as than like until since while because if when where whenever who whom whose which ' +
    'is are was were be been being am has have had do does did can could may might must shall should will would cannot ' +
    "can't don't won't aren't isn't didn't doesn't haven't couldn't shouldn't wouldn't " +
    'not also still often never only always too first sooner faster again here there now today tonight later last free ' +
    'refuse refuses vote wait move stay leave join die eat drink sign miss buy earn owe learn read write speak hear walk click open register borrow save spend seem become tend prefer choose expect complain enter visit meet fall gather queue line arrive bring carry keep give pass feel fear trust worry more less rarely seldom mostly usually sometimes alike alone together twice get gets got receive received receives need needed needs live lives lived sleep sleeps want wants wait waits pay pays see come go use used take make find ask asks apply call know lose suffer qualify deserve benefit struggle depend rely feel ' +
    'i we you they them us it one what how'
  ).split(' '),
);

/**
 * Whether no noun follows, so that "the homeless" are people: "meals for the homeless in town", but not "the homeless
 * shelter". In "the blind and the deaf" both stand alone, in "the blind and deaf users" neither does.
 *
 * @param index the word after the adjective
 * @param adjectives others that may be joined to it
 */
export function standsAlone(text: LanguageText, index: number, adjectives: ReadonlySet<string>): boolean {
  let at = index;
  for (;;) {
    const word = text.words[at];
    if (!word) return true;
    if (word.sort === 'mark') {
      const next = text.words[at + 1];
      // "the blind, deaf and disabled users": a list of adjectives goes on to its noun.
      if (word.key === ',' && next && adjectives.has(next.key)) {
        at += 2;
        continue;
      }
      if (/^["'`*\u2019\u201d]$/.test(word.key) && next && next.before === ' ' && next.sort === 'word')
        return followers.has(next.key) || next.key === 'and' || next.key === 'or';
      return word.key !== '-' && word.key !== '/';
    }
    if (word.sort === 'number') return false;
    if (word.before !== ' ' && word.before !== '\n') return false;
    if (word.key === 'and' || word.key === 'or' || word.key === 'nor' || word.key === 'but') {
      const next = text.words[at + 1];
      if (!next) return true;
      if (!adjectives.has(next.key)) return followers.has(next.key) || /[^s]s$/.test(next.key);
      at += 2;
      continue;
    }
    return followers.has(word.key);
  }
}
