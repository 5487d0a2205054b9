import type { ImpactField } from '../finding.ts';
import { constructionsAround } from './grammar.ts';
import { type Mention, overlaps, type Sentence } from './sentence.ts';

/**
 * What is seen of a mention and the sentence around it, as the names of features that are there. The weights of
 * data/criteria/weights.json say how much each speaks for a criterion.
 */
export function featuresOf(sentence: Sentence, mention: Mention, field: ImpactField): string[] {
  const rule = mention.of.rule === 'impact/proxy-attribute' ? 'X' : 'P';
  const place = field.charAt(0);
  const features = new Set<string>([
    'bias',
    place,
    `${rule}${place}`,
    `${rule}${place}${mention.sort}`,
    `id=${mention.of.id}`,
    `id=${mention.of.id}${mention.sort}${place}`,
    `length=${Math.min(8, Math.floor(sentence.words.length / 4))}`,
  ]);
  if (mention.minor) features.add('minor');
  const somebody = isAboutPeople(sentence, mention) ? 'somebody' : 'nobody';
  for (const name of ['', place, mention.sort, `${rule}${place}${mention.sort}`])
    features.add(`${name}${somebody}`);
  for (const cue of sentence.cues) {
    if (overlaps(cue, mention)) continue;
    const before = cue.to <= mention.from;
    const distance = before ? mention.from - cue.to : cue.from - mention.to;
    const name = `${cue.sort}${cue.negated ? '-' : ''}`;
    const side = before ? '<' : '>';
    const near = distance <= 1 ? 0 : distance <= 4 ? 1 : 2;
    const clause = sentence.clause[cue.from] === sentence.clause[mention.from] ? '' : '|';
    features.add(name);
    features.add(`${name}${side}${near}`);
    features.add(`${place}${name}${side}${clause}`);
    features.add(`${rule}${name}${side}`);
    features.add(`${mention.sort}${name}`);
  }
  const kinds = [...kindsOfCues(sentence, mention)].sort().join(' ');
  for (const name of [kinds, `${kinds} ${place}`, `${kinds} ${rule}${mention.sort}`, `${kinds} ${somebody}`])
    features.add(`kinds=${name}`);
  for (const construction of constructionsAround(sentence, mention)) {
    features.add(construction);
    features.add(`${rule}${construction}`);
  }
  const others = sentence.mentions.filter((other) => other !== mention);
  features.add(`mentions=${Math.min(4, others.length)}`);
  for (const other of others) features.add(`with=${other.of.id}`);
  for (const side of ['<', '>'] as const) {
    const nearest = nearestCues(sentence, mention, side);
    for (const name of nearest) features.add(`nearest${side}${name}`);
  }
  const { words } = sentence;
  const at = (index: number) => words[index]?.key ?? (index < 0 ? '^' : '$');
  features.add(`p1=${at(mention.from - 1)}`);
  features.add(`p2=${at(mention.from - 2)}`);
  features.add(`pp=${at(mention.from - 2)} ${at(mention.from - 1)}`);
  features.add(`n1=${at(mention.to)}`);
  features.add(`n2=${at(mention.to + 1)}`);
  features.add(`nn=${at(mention.to)} ${at(mention.to + 1)}`);
  features.add(`pn=${at(mention.from - 1)} ${at(mention.to)}`);
  features.add(`first=${at(0)}`);
  for (let index = 0; index < words.length; index++) {
    if (index >= mention.from && index < mention.to) continue;
    const word = stem(at(index));
    features.add(`w=${word}`);
    features.add(`w=${word}${place}`);
    features.add(`w=${word}${index < mention.from ? '<' : '>'}`);
    if (index + 1 < words.length) features.add(`b=${word} ${stem(at(index + 1))}`);
  }
  return [...features];
}

/** What cues of a kind have in common, so that what is learnt of one counts for its like. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  harm: ['deny', 'refuse', 'remove', 'hide-from', 'delay', 'worse', 'costlier', 'special-handling'],
  gain: ['allow', 'favour', 'cheaper', 'eligible'],
  order: ['rank', 'price', 'route'],
  demand: ['require', 'must-have', 'only'],
  use: ['use', 'judged-by'],
  indifference: ['regardless', 'unaffected', 'removed-from-data', 'alternative'],
  record: ['collect', 'record-keeping', 'study', 'scholarship', 'monitoring', 'mention'],
  help: ['offer', 'assistance', 'welcome'],
};
const kindOf = new Map(Object.entries(kinds).flatMap(([kind, sorts]) => sorts.map((sort) => [sort, kind])));

/** The kinds of the cues in the clause of a mention; those of a negated one apart. */
function kindsOfCues(sentence: Sentence, mention: Mention): Set<string> {
  const found = new Set<string>();
  for (const cue of sentence.cues) {
    const kind = kindOf.get(cue.sort);
    if (!kind || overlaps(cue, mention) || sentence.clause[cue.from] !== sentence.clause[mention.from])
      continue;
    found.add(cue.negated ? `-${kind}` : kind);
  }
  return found;
}

/** Whether a sentence speaks of people besides the mention: what is about things alone seldom is a criterion. */
function isAboutPeople({ words, people }: Sentence, { from, to }: Mention): boolean {
  return words.some(
    ({ key }, at) =>
      (at < from || at >= to) && (people.has(at) || /^(?:who|whoever|whose|you|they)$/.test(key)),
  );
}

function nearestCues(sentence: Sentence, mention: Mention, side: '<' | '>'): string[] {
  let least = Number.POSITIVE_INFINITY;
  let names: string[] = [];
  for (const cue of sentence.cues) {
    if (overlaps(cue, mention) || cue.sort === 'consequence') continue;
    const distance = side === '<' ? mention.from - cue.to : cue.from - mention.to;
    if (distance < 0 || distance > least) continue;
    if (distance < least) names = [];
    least = distance;
    names.push(`${cue.sort}${cue.negated ? '-' : ''}`);
  }
  return names;
}

function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ies|ied)$/, 'y').replace(/(?:ing|ed|es|s|e)$/, '');
}
