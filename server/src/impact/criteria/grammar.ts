import { type Cue, type Mention, overlaps, type Sentence } from './sentence.ts';

/** Sorts of cues that say what happens to people; the others say how, or that nothing does. */
const effects = new Set([
  'deny',
  'refuse',
  'remove',
  'require',
  'must-have',
  'use',
  'judged-by',
  'rank',
  'price',
  'route',
]);
const denials = new Set(['deny', 'refuse', 'remove']);
const demands = new Set(['require', 'must-have']);
const indifference = new Set(['regardless', 'unaffected']);

/**
 * Constructions that turn a criterion into its opposite, or the opposite into a criterion, by name: "nobody is refused
 * for", "all but", "regardless of", "no licence is needed", "without an address the case is closed".
 */
export function constructionsAround(sentence: Sentence, mention: Mention): string[] {
  const found: string[] = [];
  const clause = sentence.clause[mention.from];
  const cues = sentence.cues.filter((cue) => !overlaps(cue, mention) && sentence.clause[cue.from] === clause);
  const before = cues.filter((cue) => cue.to <= mention.from);
  const after = cues.filter((cue) => cue.from >= mention.to);
  const excepted = before.some((cue) => cue.sort === 'except');
  if (excepted) found.push('excepted');
  const subject = before.find((cue) => cue.sort === 'nobody');
  if (subject && !excepted) {
    const verbs = cues.filter((cue) => cue.from >= subject.to);
    if (verbs.some((cue) => denials.has(cue.sort))) found.push('nobody is denied');
    if (verbs.some((cue) => demands.has(cue.sort))) found.push('nobody must');
    if (verbs.length === 0) found.push('nobody');
  }
  if (before.some((cue) => indifference.has(cue.sort) && isListedAfter(sentence, cue, mention)))
    found.push('regardless of');
  const last = listEnd(sentence, mention);
  const next = after.find((cue) => cue.from >= last && cue.from - last <= 3 && cue.sort !== 'consequence');
  if (next && indifference.has(next.sort)) found.push('makes no difference');
  if (after.some((cue) => effects.has(cue.sort) && cue.negated)) found.push('does not then');
  if (before.some((cue) => effects.has(cue.sort) && cue.negated)) found.push('does not for');
  const determiner = sentence.words[mention.from - 1]?.key ?? '';
  const first = sentence.words[mention.from]?.key ?? '';
  const then = after.some((cue) => denials.has(cue.sort) && !cue.negated) ? 'denied' : 'served';
  if (determiner === 'no' || first === 'no')
    found.push(after.some((cue) => demands.has(cue.sort)) ? 'none needed' : `none, ${then}`);
  if (determiner === 'without' || first === 'without' || sentence.words[mention.from - 2]?.key === 'without')
    found.push(`without, ${then}`);
  return found;
}

/** Whether only other things that are named, and what joins them, stand between a cue and a mention. */
function isListedAfter(sentence: Sentence, cue: Cue, mention: Mention): boolean {
  for (let at = cue.to; at < mention.from; at++) {
    const key = sentence.words[at]?.key ?? '';
    if (joins.has(key) || sentence.mentions.some((other) => other.from <= at && at < other.to)) continue;
    if (at - cue.to >= 3) return false;
  }
  return true;
}

/** Where the list that a mention stands in ends. */
function listEnd(sentence: Sentence, mention: Mention): number {
  let end = mention.to;
  for (let at = end; at < sentence.words.length; at++) {
    const other = sentence.mentions.find((one) => one.from <= at && at < one.to);
    if (other) end = at + 1;
    else if (!joins.has(sentence.words[at]?.key ?? '')) break;
  }
  return end;
}

const joins = new Set([
  ',',
  'and',
  'or',
  'nor',
  '/',
  '&',
  'of',
  'a',
  'an',
  'the',
  'any',
  'their',
  'your',
  'his',
  'her',
  'no',
  'with',
  '-',
]);
