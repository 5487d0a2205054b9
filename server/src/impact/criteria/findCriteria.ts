import type { ImpactField, ImpactFinding } from '../finding.ts';
import { quoted } from '../quoted.ts';
import { isForeign } from '../text/foreign.ts';
import { isInAddress } from '../text/references.ts';
import type { Word } from '../text/words.ts';
import { featuresOf } from './features.ts';
import type { CriteriaLexicon } from './lexicon.ts';
import { scoreOf, type Weights } from './model.ts';
import { type Mention, readSentence, type Sentence, sentencesOf } from './sentence.ts';

/**
 * The criteria of a text on protected characteristics and on proxies for them: every place that names one, where the
 * words around it make a condition, an order, a price or a route of it.
 *
 * @param words `wordsOf(text)`
 */
export function findCriteria(
  text: string,
  words: readonly Word[],
  field: ImpactField,
  lexicon: CriteriaLexicon,
  weights: Weights,
): ImpactFinding[] {
  const identifier = field === 'name' || field === 'label';
  // In other languages the words mean something else: Dutch "man van de", Spanish "son".
  if (!identifier && isForeign(words)) return [];
  return sentencesOf(words).flatMap((part) => {
    const sentence = readSentence(part, lexicon, identifier);
    const criteria = sentence.mentions.filter(
      (mention) =>
        scoreOf(featuresOf(sentence, mention, field), weights) > 0 &&
        !startsInAddress(text, sentence, mention),
    );
    return joined(criteria).map((mention) => finding(text, sentence, mention));
  });
}

function startsInAddress(text: string, { words }: Sentence, { from }: Mention): boolean {
  const word = words[from];
  return word !== undefined && isInAddress(text, word);
}

/** A word that merely hints goes with what stands right beside it: "gmail" and "address" are one fault, told once. */
function joined(criteria: readonly Mention[]): Mention[] {
  const kept: Mention[] = [];
  for (const mention of criteria) {
    const last = kept.at(-1);
    const isOne =
      last?.to === mention.from &&
      last.of.rule === mention.of.rule &&
      (last.sort === 'hint' || mention.sort === 'hint');
    if (!isOne) kept.push(mention);
    else kept.splice(-1, 1, { ...(last.sort === 'hint' ? mention : last), from: last.from, to: mention.to });
  }
  return kept;
}

function finding(text: string, { words }: Sentence, { from, to, of }: Mention): ImpactFinding {
  const isArticle = to - from > 1 && /^(?:an?|the)$/.test(words[from]?.key ?? '');
  const start = words[isArticle ? from + 1 : from]?.start ?? 0;
  const end = words[to - 1]?.end ?? start;
  const proxy = of.rule === 'impact/proxy-attribute';
  return {
    rule: of.rule,
    start,
    end,
    entry: of.id,
    message:
      `${quoted(text.slice(start, end))} makes a difference by ${of.title}` +
      `${proxy ? ', which stands in for a protected characteristic' : ''}. It leaves out ${of.leavesOut}. ` +
      'Decide by what the service needs instead, or state the criterion with an exemption.',
    replacements: [],
    source: of.source,
  };
}
