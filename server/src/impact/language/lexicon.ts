import { anchorsOf } from '../text/anchors.ts';
import { Automaton, type SoughtWord } from '../text/automaton.ts';
import { inflections } from '../text/inflections.ts';
import { type CompiledPatterns, PatternTable } from '../text/patterns.ts';
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
import { lower, ownPattern } from './ownPattern.ts';

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

/** What takes long to make of the data: made when the product is built. */
export interface CompiledLanguage {
  readonly wordings: CompiledPatterns;
  /** For each wording: the numbers of its entry, of the entry's term, and its part of speech and form. */
  readonly meanings: readonly (readonly [number, number, PartOfSpeech, Form])[];
  readonly surroundings: CompiledPatterns;
  readonly sought: readonly SoughtWord[];
}

/** @throws {PatternError} on a pattern that cannot be read */
export function compileLanguage(data: LanguageData): CompiledLanguage {
  const wordings = new PatternTable<CompiledLanguage['meanings'][number]>(data.classes);
  const meanings: CompiledLanguage['meanings'][number][] = [];
  const sought: SoughtWord[] = pronouns.map((word) => ({ word, edges: 'both' }));
  sought.push({ word: 'man', edges: 'end' }, { word: 'men', edges: 'end' });
  for (const [entryNumber, entry] of entriesOf(data).entries()) {
    for (const word of entry.embedded ?? []) sought.push({ word, edges: 'none' });
    for (const [termNumber, term] of entry.terms.entries())
      for (const part of partsOfSpeech)
        for (const wording of term[part] ?? [])
          for (const [pattern, form] of formsOf(wording, part)) {
            const meaning = [entryNumber, termNumber, part, form] as const;
            meanings.push(meaning);
            wordings.add(pattern, meaning);
            for (const word of anchorsOf(pattern, data.classes)) sought.push({ word, edges: 'both' });
          }
  }
  const surroundings = new PatternTable<Sign>(data.classes);
  for (const { sign, patterns } of signsOf(data))
    for (const pattern of patterns) surroundings.add(pattern, sign);
  return {
    wordings: wordings.compiled,
    meanings,
    surroundings: surroundings.compiled,
    sought: distinct(sought),
  };
}

/** The lexicon of the built-in data, and of an organisation's or a vertical's own terms. */
export function languageLexicon(
  data: LanguageData,
  compiled: CompiledLanguage,
  own: readonly OwnTerm[] = [],
): Lexicon {
  const known = builtIn.get(compiled) ?? restore(data, compiled);
  builtIn.set(compiled, known);
  const { usable, problems } = compileOwn(own);
  if (usable.length === 0) return { ...known, own: usable, problems };
  return {
    ...known,
    own: usable,
    problems,
    mayHaveFindings: (text) => known.mayHaveFindings(text) || mayHaveOwn(text, usable),
  };
}

type BuiltIn = Omit<Lexicon, 'own' | 'problems'>;

/** The same whatever own terms there are beside it. */
const builtIn = new WeakMap<CompiledLanguage, BuiltIn>();

function restore(data: LanguageData, compiled: CompiledLanguage): BuiltIn {
  const entries = entriesOf(data);
  const wordings = compiled.meanings.flatMap(([entryNumber, termNumber, part, form]): Wording[] => {
    const entry = entries[entryNumber];
    const term = entry?.terms[termNumber];
    return entry && term ? [{ entry, term, part, form }] : [];
  });
  const embedded = entries.flatMap((entry) => (entry.embedded ?? []).map((word) => [word, entry] as const));
  const automaton = new Automaton(compiled.sought);
  const inside = new Automaton(distinct(embedded.map(([word]) => ({ word, edges: 'none' }))));
  return {
    wordings: PatternTable.restored(compiled.wordings, wordings),
    surroundings: PatternTable.restored(
      compiled.surroundings,
      signsOf(data).map(({ sign }) => sign),
    ),
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

/** What the patterns around terms stand for, always in the same order. */
function signsOf(data: LanguageData): { sign: Sign; patterns: readonly string[] }[] {
  const contexts = entriesOf(data)
    .flatMap((entry) => [entry, ...entry.terms])
    .flatMap(({ only, unless }) => [only, unless])
    .filter((context) => context !== undefined);
  return [
    ...contexts.flatMap((context) =>
      places.map((where) => ({ sign: { context, where } as Sign, patterns: context[where] ?? [] })),
    ),
    ...Object.entries(data.cues).map(([cue, patterns]) => ({ sign: { cue } as Sign, patterns })),
  ].filter(({ patterns }) => patterns.length > 0);
}

/** Every entry of every list. */
export function entriesOf(data: LanguageData): LanguageEntry[] {
  return Object.values(data).flatMap((part) => (Array.isArray(part) ? (part as LanguageEntry[]) : []));
}

function wordsOfClass(patterns: readonly string[] | undefined): string[] {
  return (patterns ?? []).flatMap((pattern) => pattern.match(/\p{L}+/gu) ?? []);
}

function distinct(sought: readonly SoughtWord[]): SoughtWord[] {
  return [...new Map(sought.map((one) => [`${one.word} ${one.edges}`, one])).values()];
}

/** Longer texts are taken apart anyway, and an expression made for it could take long over them. In UTF-16 units. */
const MAX_TRIED = 200;

/** Whether an own term may be in a text, as it is or as the words of an identifier. */
function mayHaveOwn(text: string, own: readonly OwnWording[]): boolean {
  if (text.length > MAX_TRIED) return true;
  const spelledOut = text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|[\p{P}\p{S}]+/gu, ' ');
  return [lower(text), lower(spelledOut)].some((read) =>
    own.some(({ expression }) => read.search(expression) >= 0),
  );
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
