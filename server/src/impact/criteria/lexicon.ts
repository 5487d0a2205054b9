import type { ImpactRule } from '../finding.ts';
import { anchorsOf } from '../text/anchors.ts';
import { Automaton } from '../text/automaton.ts';
import { type CompiledPatterns, PatternTable } from '../text/patterns.ts';
import { mayStateAge } from './ages.ts';

/**
 * How a text names a characteristic: people who have it, that somebody has it, the characteristic itself, or just a word
 * that may have to do with it.
 */
export type MentionSort = 'people' | 'state' | 'topic' | 'hint';

/** One protected characteristic or proxy of data/criteria. The lists are patterns (text/patterns.ts). */
export interface CharacteristicEntry {
  readonly id: string;
  readonly title: string;
  readonly leavesOut: string;
  readonly source: string;
  readonly people?: readonly string[];
  readonly state?: readonly string[];
  readonly topic?: readonly string[];
  readonly hint?: readonly string[];
  /** Longer phrases in which the words mean something else. */
  readonly not?: readonly string[];
}

export interface CriteriaData {
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly attributes: readonly CharacteristicEntry[];
  readonly proxies: readonly CharacteristicEntry[];
  /** What the words around a characteristic do with it, by sort: "deny", "regardless", "study" ... */
  readonly cues: Readonly<Record<string, readonly string[]>>;
}

export type Characteristic = CharacteristicEntry & { readonly rule: ImpactRule };

/** What a pattern of the lexicon stands for: a characteristic, the same words in another sense, or people. */
export type Sign =
  | { readonly sort: MentionSort; readonly of: Characteristic }
  | { readonly sort: 'not'; readonly of: Characteristic }
  | { readonly sort: 'person' };

export interface CriteriaLexicon {
  readonly mentions: PatternTable<Sign>;
  readonly cues: PatternTable<string>;
  readonly characteristics: ReadonlyMap<string, Characteristic>;
  /** Whether a text may name a characteristic: one pass, without taking it apart. False is certain. */
  mayHaveMentions(text: string): boolean;
}

const mentionSorts: readonly MentionSort[] = ['people', 'state', 'topic', 'hint'];

/** What takes long to make of the data: made when the product is built. */
export interface CompiledCriteria {
  readonly mentions: CompiledPatterns;
  readonly cues: CompiledPatterns;
  /** Words of which one stands in every text that names something. */
  readonly anchors: readonly string[];
}

/** @throws {PatternError} on a pattern that cannot be read */
export function compileCriteria(data: CriteriaData): CompiledCriteria {
  const mentions = new PatternTable<Sign>(data.classes);
  const anchors = new Set<string>();
  for (const { sign, patterns } of signsOf(data))
    for (const pattern of patterns) {
      mentions.add(pattern, sign);
      if (sign.sort === 'person' || sign.sort === 'not') continue;
      for (const word of anchorsOf(pattern, data.classes)) anchors.add(word);
    }
  const cues = new PatternTable<string>(data.classes);
  for (const [sort, patterns] of Object.entries(data.cues))
    for (const pattern of patterns) cues.add(pattern, sort);
  return { mentions: mentions.compiled, cues: cues.compiled, anchors: [...anchors] };
}

/** The lexicon of data and what was compiled of it. */
export function criteriaLexicon(data: CriteriaData, compiled: CompiledCriteria): CriteriaLexicon {
  const signs = signsOf(data);
  const automaton = new Automaton(compiled.anchors.map((word) => ({ word, edges: 'both' })));
  return {
    mentions: PatternTable.restored(
      compiled.mentions,
      signs.map(({ sign }) => sign),
    ),
    cues: PatternTable.restored(compiled.cues, Object.keys(data.cues)),
    characteristics: new Map(characteristicsOf(data).map((one) => [one.id, one])),
    mayHaveMentions: (text) => automaton.test(text) || mayStateAge(text),
  };
}

function characteristicsOf({ attributes, proxies }: CriteriaData): Characteristic[] {
  return [
    ...attributes.map((entry) => ({ ...entry, rule: 'impact/protected-attribute' as const })),
    ...proxies.map((entry) => ({ ...entry, rule: 'impact/proxy-attribute' as const })),
  ];
}

/** What the patterns of the data stand for, always in the same order. */
function signsOf(data: CriteriaData): { sign: Sign; patterns: readonly string[] }[] {
  const signs = characteristicsOf(data).flatMap((of) => [
    ...mentionSorts.map((sort) => ({ sign: { sort, of } as Sign, patterns: of[sort] ?? [] })),
    { sign: { sort: 'not', of } as Sign, patterns: of.not ?? [] },
  ]);
  return [...signs, { sign: { sort: 'person' } as Sign, patterns: ['<person>'] }].filter(
    ({ patterns }) => patterns.length > 0,
  );
}
