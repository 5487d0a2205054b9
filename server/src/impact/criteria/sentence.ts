import type { Word } from '../text/words.ts';
import { agesIn } from './ages.ts';
import type { Characteristic, CriteriaLexicon, MentionSort } from './lexicon.ts';

/** Words `from` up to, not including, `to` of a sentence. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A place where a sentence names a characteristic or a proxy. */
export interface Mention extends Range {
  readonly sort: MentionSort;
  readonly of: Characteristic;
  /** An upper limit of 18 or 21: who is below it is a minor, which may just be the other side of a lawful minimum. */
  readonly minor?: boolean;
}

export interface Cue extends Range {
  /** As data/criteria/cues.yaml calls it. */
  readonly sort: string;
  /** Whether what it says is negated: "do not affect", "nobody is refused". */
  readonly negated: boolean;
}

/** A sentence with all that its words may mean. */
export interface Sentence {
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly cues: readonly Cue[];
  /** The clause of each word: what a colon, semicolon, dash, bracket or "but" begins. */
  readonly clause: readonly number[];
  /** Words that stand for people. */
  readonly people: ReadonlySet<number>;
}

// Emphasis and quotes of identifiers change nothing in what a sentence says.
const ornaments = new Set([
  '*',
  '`',
  '_',
  '#',
  '~',
  "'",
  '\u2018',
  '\u2019',
  '"',
  '\u201c',
  '\u201d',
  '[',
  ']',
  '|',
]);

const abbreviations = /^(?:\p{L}|mr|mrs|ms|dr|st|prof|no|nos|vs|etc|approx|ca|min|max|incl|excl)$/u;

/** No sentence that somebody wrote is longer, and what is judged word by word stays in proportion to the text. */
const MAX_WORDS = 80;

/** The sentences of a text, without its ornaments. */
export function sentencesOf(words: readonly Word[]): Word[][] {
  const sentences: Word[][] = [];
  let sentence: Word[] = [];
  const end = () => {
    if (sentence.length > 0) sentences.push(sentence);
    sentence = [];
  };
  for (const [index, word] of words.entries()) {
    if (word.before === '\n' && beginsItem(words, index)) end();
    if (ornaments.has(word.key)) continue;
    if (/^[.!?]$/.test(word.key)) {
      const next = words[index + 1];
      if (word.key === '.' && abbreviations.test(sentence.at(-1)?.key ?? '')) continue;
      if (next?.before !== '' || next.sort === 'mark') end();
      continue;
    }
    if (word.key === ';' || word.key === '\u2022') end();
    else sentence.push(word);
    if (sentence.length >= MAX_WORDS) end();
  }
  end();
  return sentences;
}

/** Whether an item of a list, a row of a table or a heading begins with a word: `- x`, `2. x`, `| x`, `# x`. */
function beginsItem(words: readonly Word[], index: number): boolean {
  const key = words[index]?.key ?? '';
  const next = words[index + 1];
  if (words[index]?.sort === 'number') return next?.key === '.' || next?.key === ')';
  return key === '|' || key === '#' || (/^[-*+\u2022]$/.test(key) && next?.before === ' ');
}

const breaks = new Set([
  ':',
  '\u2014',
  '(',
  ')',
  'but',
  'while',
  'whereas',
  'yet',
  '->',
  '?',
  '...',
  '\u2026',
]);

/** Looks up everything a sentence's words may stand for; the cues only where there is something to judge. */
export function readSentence(
  words: readonly Word[],
  lexicon: CriteriaLexicon,
  identifier: boolean,
): Sentence {
  const { mentions, people } = namedIn(words, lexicon, identifier);
  if (mentions.length === 0) return { words, mentions, people, cues: [], clause: [] };
  const clause = clausesOf(words);
  return { words, mentions, people, cues: cuesIn(words, clause, lexicon), clause };
}

function cuesIn(words: readonly Word[], clause: readonly number[], lexicon: CriteriaLexicon): Cue[] {
  const cues = lexicon.cues
    .matches(words)
    .map(({ from, length, value }) => ({ from, to: from + length, sort: value }));
  const negators = cues.filter(({ sort }) => sort === 'nobody' || sort === 'negator');
  return cues.map((cue) => ({
    ...cue,
    negated: negators.some(
      ({ from, to, sort }) =>
        to <= cue.from && clause[from] === clause[cue.from] && (sort === 'nobody' || cue.from - to <= 3),
    ),
  }));
}

function namedIn(
  words: readonly Word[],
  lexicon: CriteriaLexicon,
  identifier: boolean,
): Pick<Sentence, 'mentions' | 'people'> {
  const mentions: Mention[] = [];
  const otherSenses: { range: Range; of: Characteristic }[] = [];
  const people = new Set<number>();
  for (const { from, length, value } of lexicon.mentions.matches(words)) {
    const range = { from, to: from + length };
    if (value.sort === 'person') for (let at = from; at < range.to; at++) people.add(at);
    else if (value.sort === 'not') otherSenses.push({ range, of: value.of });
    else mentions.push({ ...range, sort: value.sort, of: value.of });
  }
  const isPerson = (index: number) => people.has(index) || isAgent(words[index]?.key ?? '');
  const age = lexicon.characteristics.get('age');
  if (age)
    for (const { from, to, min, max } of agesIn(words, isPerson, identifier))
      mentions.push({
        from,
        to,
        sort: 'state',
        of: age,
        minor: min === undefined && (max === 18 || max === 21),
      });
  const meant = mentions.filter(
    (mention) => !otherSenses.some(({ range, of }) => of === mention.of && overlaps(range, mention)),
  );
  return { mentions: longest(meant), people };
}

export function overlaps(one: Range, other: Range): boolean {
  return one.from < other.to && other.from < one.to;
}

function isPart(whole: Mention, part: Mention): boolean {
  return (
    whole.of.rule === 'impact/protected-attribute' &&
    whole.from <= part.from &&
    whole.to >= part.to &&
    whole.to - whole.from > part.to - part.from
  );
}

/** People named after what they do (coders, pianists), which no list holds all of. */
function isAgent(word: string): boolean {
  return /(?:[^u]ers|tors|ists|ants|ees|eers|ians|mates)$/.test(word) && !things.test(word);
}

const things =
  /^(?:servers|containers|orders|letters|numbers|computers|printers|routers|sensors|papers|offers|chapters|filters|buffers|parameters|clusters|transfers|others|hours|headers|folders|registers|centers|meters|layers|triggers|timers|answers|fees|trees|degrees|refugees|warrants|variants|constants|grants|plants|restaurants|attractors|vectors|factors|monitors|doctorates|lists|tickers|trailers|adapters|motors|tractors|elevators|generators|indicators|operators|estimates|rates|dates|updates|templates|certificates|states)$/;

const strength: Record<MentionSort, number> = { state: 3, people: 2, topic: 1, hint: 0 };

/**
 * Of mentions of a rule that overlap, the longest; of equal ones, what says most. A proxy inside a characteristic is none:
 * a "Polish passport" is a nationality, not any passport.
 */
function longest(mentions: Mention[]): Mention[] {
  const ordered = mentions.toSorted(
    (one, other) => other.to - other.from - (one.to - one.from) || strength[other.sort] - strength[one.sort],
  );
  const kept: Mention[] = [];
  for (const mention of ordered)
    if (!kept.some((other) => (other.of.rule === mention.of.rule ? overlaps : isPart)(other, mention)))
      kept.push(mention);
  return kept.toSorted((one, other) => one.from - other.from);
}

function clausesOf(words: readonly Word[]): number[] {
  let clause = 0;
  return words.map((word, index) => {
    // "are shown but do not count": the subject goes on.
    const goesOn = word.key === 'but' && auxiliaries.test(words[index + 1]?.key ?? '');
    if (breaks.has(word.key) && !goesOn) clause++;
    return clause;
  });
}

const auxiliaries =
  /^(?:do|does|did|is|are|was|were|not|never|has|have|had|can|cannot|may|must|will|would)(?:n't)?$/;
