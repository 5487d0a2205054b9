export type ImpactRule =
  | 'impact/exclusionary-language'
  | 'impact/protected-attribute'
  | 'impact/proxy-attribute';

/**
 * What a text is in its manifest. It decides what counts: in a criterion "for mothers" restricts, in a description
 * it needs a word that says so, and an identifier is judged by the words it is made of.
 */
export type ImpactField = 'description' | 'eligibility' | 'name' | 'label';

/** One place of a text that leaves somebody out. */
export interface ImpactFinding {
  readonly rule: ImpactRule;
  /** UTF-16 offsets in the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** The id of the data entry that knows the term, the characteristic or the proxy. */
  readonly entry: string;
  /** What it is, whom it leaves out, why, and what to write instead; plain text. */
  readonly message: string;
  /** What may stand there instead, written as the text writes it; empty where only its author can say. */
  readonly replacements: readonly string[];
  /** Where the entry was published. */
  readonly source: string;
}
