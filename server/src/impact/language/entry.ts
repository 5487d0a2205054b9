import type { ImpactField } from '../finding.ts';

/** Patterns (text/patterns.ts) around a term: right before it, right after it, or anywhere in its sentence. */
export interface TermContext {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Right after the term when it ends in 's: "a master's in physics". */
  readonly afterPossessive?: readonly string[];
  readonly near?: readonly string[];
  readonly fields?: readonly ImpactField[];
}

/** Wordings with the same meaning and the same replacements. Exactly one part of speech is given. */
export interface Term {
  readonly noun?: readonly string[];
  readonly verb?: readonly string[];
  readonly adjective?: readonly string[];
  readonly phrase?: readonly string[];
  /** What to write instead, in the base form; it is inflected as the text is. */
  readonly instead?: readonly string[];
  readonly only?: TermContext;
  readonly unless?: TermContext;
}

/** One idea of the lexicon: whom it leaves out, why, and the terms that express it. */
export interface LanguageEntry {
  readonly id: string;
  readonly category: string;
  /** As the Inclusive Naming Initiative counts: 1 replace at once, 2 strongly consider, 3 consider. */
  readonly tier: 1 | 2 | 3;
  readonly leavesOut: string;
  readonly reason: string;
  readonly source: string;
  readonly terms: readonly Term[];
  /** A term is one only in one of these contexts. */
  readonly only?: TermContext;
  /** In one of these contexts it is another word. */
  readonly unless?: TermContext;
  /** Unmistakable: also found inside words run together, in other languages, and whatever its capitals. */
  readonly embedded?: readonly string[];
  /** Words in which an embedded one is a part of another. */
  readonly embeddedUnless?: readonly string[];
  /** In capitals it is an acronym or a symbol. */
  readonly acronym?: boolean;
  /** With a capital in the middle of a sentence it is somebody's or something's name. */
  readonly name?: boolean;
  /** Capitals do not make it a name: "Dear Sirs". */
  readonly capitalised?: boolean;
  /** Means people only where no noun follows: "the homeless" does, "the homeless shelter" does not. */
  readonly standsAlone?: boolean;
}

/** A term of an organisation or a vertical: a regular expression, as manifests state it. */
export interface OwnTerm {
  readonly pattern: string;
  readonly alternatives?: readonly string[];
  readonly reason?: string;
  /** Which manifest asks for it. */
  readonly source: string;
}

/** Titles that end in -man. */
export interface TitleData {
  readonly reason: string;
  readonly leavesOut: string;
  readonly source: string;
  /** What stands before -man, with what to write instead. */
  readonly stems: Readonly<Record<string, readonly string[]>>;
  /** Words on -man or -men that are no titles. */
  readonly exceptions: readonly string[];
  /** Family names on -man: a name when capitalised. */
  readonly names: readonly string[];
}

export interface PronounData {
  readonly reason: string;
  readonly leavesOut: string;
  readonly source: string;
  /** People named by what they do: what a generic pronoun stands for. */
  readonly roles: readonly string[];
  /** People whose gender the text has said. */
  readonly gendered: { readonly he: readonly string[]; readonly she: readonly string[] };
  readonly honorifics: readonly string[];
}

/** What data/language holds, by file; every list is one of entries. */
export interface LanguageData {
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly cues: Readonly<Record<string, readonly string[]>>;
  readonly titles: TitleData;
  readonly pronouns: PronounData;
  readonly [entries: string]:
    | readonly LanguageEntry[]
    | Readonly<Record<string, readonly string[]>>
    | TitleData
    | PronounData;
}
