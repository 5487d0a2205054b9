import type { ManifestNode, Path, Plain, Span } from './tree.ts';

/** Something wrong with the text itself: it is not YAML 1.2. */
export interface SyntaxProblem extends Span {
  message: string;
}

export type SchemaRule =
  | 'schema/required'
  | 'schema/type'
  | 'schema/enum'
  | 'schema/unknown-field'
  | 'schema/format'
  | 'schema/range'
  | 'schema/unknown-kind'
  | 'schema/api-version';

/** Where a document does not fit the schema of its kind. */
export interface SchemaProblem extends Span {
  rule: SchemaRule;
  /** Path of the value judged; of the missing or unknown field for `required` and `unknown-field`. */
  path: Path;
  message: string;
  /** Values that would fit, the nearest first; empty where that cannot be said. */
  suggestions: Plain[];
}

export type Environment = 'dev' | 'test' | 'stage' | 'prod';
export const ENVIRONMENTS: readonly Environment[] = ['dev', 'test', 'stage', 'prod'];

/** A comment `# heady-ignore <rule>: <reason>`. */
export interface Suppression extends Span {
  rule: string;
  /** Trimmed; empty where none is given. */
  reason: string;
  /** Line that it covers, counted from 0 from the start of the document's text; undefined: none. */
  coversLine?: number;
}

/**
 * One YAML document of a manifest file, parsed and judged against the schema of its kind. Immutable. All spans
 * are relative to `text`.
 */
export interface ManifestDocument {
  /** The document's own text, from its `---` (or the start of the file) to the next. */
  readonly text: string;
  readonly root: ManifestNode | undefined;
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly schemaProblems: readonly SchemaProblem[];
  readonly suppressions: readonly Suppression[];
  /** Offsets at which the lines of `text` start. */
  readonly lineStarts: readonly number[];
  /** The stated kind, known or not. */
  readonly kind: string | undefined;
  /** `metadata.name` as written, if it is a string. */
  readonly name: string | undefined;
  /** The plain value of the whole document, nulls dropped. */
  readonly value: Plain | undefined;
  /** JSON pointers of the values that do not fit the schema. */
  readonly unfit: ReadonlySet<string>;
  /** The document has a syntax problem: what it lacks may just not have been understood. */
  readonly broken: boolean;
  /** A map that states something; false for an empty document, a list or a scalar. */
  readonly isMap: boolean;

  /** The value at a path, or undefined where it is absent, null or does not fit the schema. */
  stated(path: Path): Plain | undefined;
  /** `stated` where the value is a string. */
  statedText(path: Path): string | undefined;
  /** The value at a path as written, fitting or not; undefined where it is absent or null. */
  written(path: Path): Plain | undefined;
  /** The node at a path as written, fitting or not; undefined for absent and null. */
  node(path: Path): ManifestNode | undefined;
  /**
   * Whether the field is plainly not there: absent, null or (for strings) empty, in a document that could be read,
   * below maps that are maps. Never true because something else is wrong.
   */
  lacks(path: Path): boolean;
  /** Place of a value: the value itself, else the key of the nearest enclosing map that exists. */
  place(path: Path): Span;
  /** Place of a key; falls back as `place` does. */
  keyPlace(path: Path): Span;
}
