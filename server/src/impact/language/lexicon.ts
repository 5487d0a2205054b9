import { anchorsOf } from '../text/anchors.ts';
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
import { ownPattern } from './ownPattern.ts';

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
  /** Whether a text has one of them anywhere. */
  mayEmbed(text: string): boolean;
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
  const known = builtIn.get(data) ?? compileBuiltIn(data);
  builtIn.set(data, known);
  const { usable, problems } = compileOwn(own);
  if (usable.length === 0) return { ...known, own: usable, problems };
  return { ...known, own: usable, problems, mayHaveFindings: () => true };
}

type BuiltIn = Omit<Lexicon, 'own' | 'problems'>;

/** It takes longer than a keystroke may, and is the same whatever own terms there are beside it. */
const builtIn = new WeakMap<LanguageData, BuiltIn>();

function compileBuiltIn(data: LanguageData): BuiltIn {
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
  const inside = new Automaton(distinct(embedded.map(([word]) => ({ word, edges: 'none' }))));
  return {
    wordings,
    surroundings,
    embedded,
    mayEmbed: (text) => inside.test(text),
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
    mayHaveFindings: (text) => automaton.test(text),
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
      usable.push({ expression: ownPattern(term.pattern), term });
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
