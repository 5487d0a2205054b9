import type { ImpactRule } from '../finding.ts';
import { PatternTable } from '../text/patterns.ts';

/** How a text names a characteristic: people who have it, that somebody has it, or the characteristic itself. */
export type MentionSort = 'people' | 'state' | 'topic';

/** One protected characteristic or proxy of data/criteria. The lists are patterns (text/patterns.ts). */
export interface CharacteristicEntry {
  readonly id: string;
  readonly title: string;
  readonly leavesOut: string;
  readonly source: string;
  readonly people?: readonly string[];
  readonly state?: readonly string[];
  readonly topic?: readonly string[];
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
}

const mentionSorts: readonly MentionSort[] = ['people', 'state', 'topic'];

/**
 * Makes the data ready to be looked for.
 *
 * @throws {PatternError} on a pattern that cannot be read
 */
export function compileCriteria(data: CriteriaData): CriteriaLexicon {
  const mentions = new PatternTable<Sign>(data.classes);
  const cues = new PatternTable<string>(data.classes);
  const characteristics = new Map<string, Characteristic>();
  const addAll = (entries: readonly CharacteristicEntry[], rule: ImpactRule) => {
    for (const entry of entries) {
      const of = { ...entry, rule };
      characteristics.set(entry.id, of);
      for (const sort of mentionSorts) {
        const sign = { sort, of };
        for (const pattern of entry[sort] ?? []) mentions.add(pattern, sign);
      }
      const sign = { sort: 'not', of } as const;
      for (const pattern of entry.not ?? []) mentions.add(pattern, sign);
    }
  };
  addAll(data.attributes, 'impact/protected-attribute');
  addAll(data.proxies, 'impact/proxy-attribute');
  mentions.add('<person>', { sort: 'person' });
  for (const [sort, patterns] of Object.entries(data.cues))
    for (const pattern of patterns) cues.add(pattern, sort);
  return { mentions, cues, characteristics };
}
