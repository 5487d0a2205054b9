import { Automaton, type SoughtWord } from '../text/automaton.ts';
import { inflections } from '../text/inflections.ts';
import { PatternTable } from '../text/patterns.ts';
import type {
  LanguageData,
  LanguageEntry,
  OwnTerm,
  PronounData,
  Term,
  TermContext,
  TitleData,
} from './entry.ts';
import { type Form, formsOf, type PartOfSpeech } from './forms.ts';

/** A wording of an entry, as it was found. */
export interface Wording {
  readonly entry: LanguageEntry;
  readonly term: Term;
  readonly part: PartOfSpeech;
  readonly form: Form;
}

/** What a pattern around a term says: a cue by its name, or that it belongs to a term's context. */
export type Sign =
  | { readonly cue: string }
  | { readonly context: TermContext; readonly where: (typeof places)[number] };

export interface OwnWording {
  readonly expression: RegExp;
  readonly term: OwnTerm;
}

/** The built-in entries and an organisation's own terms, ready to be looked for. */
export interface Lexicon {
  readonly wordings: PatternTable<Wording>;
  readonly surroundings: PatternTable<Sign>;
  /** Words that are found inside others, with their entry. */
  readonly embedded: readonly (readonly [string, LanguageEntry])[];
  readonly titles: TitleData & {
    readonly notTitles: ReadonlySet<string>;
    readonly surnames: ReadonlySet<string>;
  };
  readonly pronouns: Pronouns;
  /** Adjectives that stand for people after "the". */
  readonly traits: ReadonlySet<string>;
  readonly own: readonly OwnWording[];
  /** What is wrong with own terms; each disables only itself. */
  readonly problems: readonly { readonly term: OwnTerm; readonly message: string }[];
  /** Whether a text may hold a finding: one pass, without taking it apart. False is certain. */
  mayHaveFindings(text: string): boolean;
}

export interface Pronouns {
  readonly data: PronounData;
  readonly roles: ReadonlySet<string>;
  /** Words on -er and the like that are no people. */
  readonly things: ReadonlySet<string>;
  readonly he: ReadonlySet<string>;
  readonly she: ReadonlySet<string>;
  readonly honorifics: ReadonlySet<string>;
}

const places = ['before', 'after', 'afterPossessive', 'near'] as const;
const partsOfSpeech: readonly PartOfSpeech[] = ['noun', 'verb', 'adjective', 'phrase'];
const pronouns = ['he', 'him', 'his', 'himself', 'she', 'her', 'hers', 'herself'];

/**
 * @param data what data/language holds
 * @param own terms of an organisation or a vertical
 * @throws {PatternError} on a built-in pattern that cannot be read
 */
export function compileLexicon(data: LanguageData, own: readonly OwnTerm[] = []): Lexicon {
  const wordings = new PatternTable<Wording>(data.classes);
  const surroundings = new PatternTable<Sign>(data.classes);
  const sought: SoughtWord[] = pronouns.map((word) => ({ word, edges: 'both' }));
  sought.push({ word: 'man', edges: 'end' }, { word: 'men', edges: 'end' });
  const embedded: (readonly [string, LanguageEntry])[] = [];
  for (const entry of entriesOf(data)) {
    addContext(surroundings, entry.only);
    addContext(surroundings, entry.unless);
    for (const word of entry.embedded ?? []) {
      embedded.push([word, entry]);
      sought.push({ word, edges: 'none' });
    }
    for (const term of entry.terms) {
      addContext(surroundings, term.only);
      addContext(surroundings, term.unless);
      for (const part of partsOfSpeech)
        for (const wording of term[part] ?? [])
          for (const [pattern, form] of formsOf(wording, part)) {
            wordings.add(pattern, { entry, term, part, form });
            for (const word of anchorsOf(pattern, data.classes)) sought.push({ word, edges: 'both' });
          }
    }
  }
  for (const [cue, patterns] of Object.entries(data.cues)) {
    const sign: Sign = { cue };
    for (const pattern of patterns) surroundings.add(pattern, sign);
  }
  const automaton = new Automaton(distinct(sought));
  const { usable, problems } = compileOwn(own);
  return {
    wordings,
    surroundings,
    embedded,
    titles: {
      ...data.titles,
      notTitles: new Set(data.titles.exceptions),
      surnames: new Set(data.titles.names),
    },
    pronouns: {
      data: data.pronouns,
      roles: new Set(data.pronouns.roles.flatMap((word) => inflections(word))),
      things: new Set(wordsOfClass(data.classes.software).flatMap((word) => inflections(word))),
      he: new Set(data.pronouns.gendered.he.flatMap((word) => inflections(word))),
      she: new Set(data.pronouns.gendered.she.flatMap((word) => inflections(word))),
      honorifics: new Set(data.pronouns.honorifics),
    },
    traits: new Set(wordsOfClass(data.classes.trait)),
    own: usable,
    problems,
    mayHaveFindings: (text) => automaton.test(text) || usable.length > 0,
  };
}

/** Every entry of every list. */
export function entriesOf(data: LanguageData): LanguageEntry[] {
  return Object.values(data).flatMap((part) => (Array.isArray(part) ? (part as LanguageEntry[]) : []));
}

function wordsOfClass(patterns: readonly string[] | undefined): string[] {
  return (patterns ?? []).flatMap((pattern) => pattern.match(/\p{L}+/gu) ?? []);
}

function addContext(table: PatternTable<Sign>, context: TermContext | undefined): void {
  if (!context) return;
  for (const where of places) {
    const sign: Sign = { context, where };
    for (const pattern of context[where] ?? []) table.add(pattern, sign);
  }
}

/** Words that stand in many texts: a pattern is looked for by another one of its words, if it can be. */
const frequent = new Set(
  'with that from this they have has had people person can could will would about over under without their there when what which where one two three our your the and for are was were not all any every out time test data user users child children patient patients service services applicant applicants year years day days office people resident residents street colour black white old new man men'.split(
    ' ',
  ),
);

/** The longer the rarer, roughly. */
function rarity(word: string): number {
  return frequent.has(word) || word.length < 3 ? 1 : word.length;
}

/** Words of which one stands in whatever the pattern matches: of the part with the longest, rarest ones. */
function anchorsOf(pattern: string, classes: Readonly<Record<string, readonly string[]>>): string[] {
  let best: string[] = [];
  let longest = 0;
  for (const part of topLevelParts(pattern)) {
    const anchors = partAnchors(part, classes);
    const rarest = Math.min(...anchors.map((anchor) => rarity(anchor)));
    if (anchors.length > 0 && rarest > longest) {
      longest = rarest;
      best = anchors;
    }
  }
  return best;
}

function topLevelParts(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of pattern) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ' ' && depth === 0) {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  return [...parts, part].filter((one) => one !== '' && !one.endsWith('?'));
}

function partAnchors(part: string, classes: Readonly<Record<string, readonly string[]>>): string[] {
  const name = /^<([a-z-]+)>$/.exec(part)?.[1];
  if (name !== undefined) {
    const sets = (classes[name] ?? []).map((pattern) => anchorsOf(pattern, classes));
    return sets.every((set) => set.length > 0) ? sets.flat() : [];
  }
  if (part.startsWith('(')) {
    const sets = alternativesOf(part.slice(1, -1)).map((alternative) => anchorsOf(alternative, classes));
    return sets.every((set) => set.length > 0) ? sets.flat() : [];
  }
  const words = part.split(/[^a-z~]+/).filter((word) => /^[a-z]+~?$/.test(word));
  const word = words.sort((one, other) => other.length - one.length)[0];
  if (word === undefined) return [];
  return word.endsWith('~') ? inflections(word.slice(0, -1)) : [word];
}

function alternativesOf(group: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let alternative = '';
  for (const char of group) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === '|' && depth === 0) {
      alternatives.push(alternative);
      alternative = '';
    } else {
      alternative += char;
    }
  }
  return [...alternatives, alternative];
}

function distinct(sought: readonly SoughtWord[]): SoughtWord[] {
  return [...new Map(sought.map((one) => [`${one.word} ${one.edges}`, one])).values()];
}

function compileOwn(own: readonly OwnTerm[]): {
  usable: OwnWording[];
  problems: { term: OwnTerm; message: string }[];
} {
  const usable: OwnWording[] = [];
  const problems: { term: OwnTerm; message: string }[] = [];
  for (const term of own) {
    try {
      // Without the flag u, so that the linear engine can take over (linearRegex.ts).
      usable.push({ expression: new RegExp(term.pattern, 'gi'), term });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push({
        term,
        message: `This term is not looked for: ${reason}. Correct the regular expression.`,
      });
    }
  }
  return { usable, problems };
}
