import type { ImpactRule } from '../finding.ts';
import { anchorsOf } from '../text/anchors.ts';
import { Automaton } from '../text/automaton.ts';
import { PatternTable } from '../text/patterns.ts';
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

/**
 * Makes the data ready to be looked for, each part when it is first asked for: most texts name nothing.
 *
 * @throws {PatternError} from `mentions` and `cues`, on a pattern that cannot be read
 */
export function compileCriteria(data: CriteriaData): CriteriaLexicon {
  const all: readonly Characteristic[] = [
    ...data.attributes.map((entry) => ({ ...entry, rule: 'impact/protected-attribute' as const })),
    ...data.proxies.map((entry) => ({ ...entry, rule: 'impact/proxy-attribute' as const })),
  ];
  const automaton = once(() => automatonFor(all, data.classes));
  const mentions = once(() => mentionTable(all, data.classes));
  const cues = once(() => cueTable(data));
  return {
    get mentions() {
      return mentions();
    },
    get cues() {
      return cues();
    },
    characteristics: new Map(all.map((one) => [one.id, one])),
    mayHaveMentions: (text) => automaton().test(text) || mayStateAge(text),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function automatonFor(all: readonly Characteristic[], classes: CriteriaData['classes']): Automaton {
  const words = new Set(
    all.flatMap((of) =>
      mentionSorts.flatMap((sort) => (of[sort] ?? []).flatMap((pattern) => anchorsOf(pattern, classes))),
    ),
  );
  return new Automaton([...words].map((word) => ({ word, edges: 'both' })));
}

function mentionTable(all: readonly Characteristic[], classes: CriteriaData['classes']): PatternTable<Sign> {
  const table = new PatternTable<Sign>(classes);
  const addAll = (patterns: readonly string[] | undefined, sign: Sign) => {
    for (const pattern of patterns ?? []) table.add(pattern, sign);
  };
  for (const of of all) {
    for (const sort of mentionSorts) addAll(of[sort], { sort, of });
    addAll(of.not, { sort: 'not', of });
  }
  table.add('<person>', { sort: 'person' });
  return table;
}

function cueTable({ cues, classes }: CriteriaData): PatternTable<string> {
  const table = new PatternTable<string>(classes);
  for (const [sort, patterns] of Object.entries(cues))
    for (const pattern of patterns) table.add(pattern, sort);
  return table;
}
