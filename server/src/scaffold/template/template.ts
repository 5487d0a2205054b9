import type { Template as TemplateManifest } from '../../../../generated/kinds.js';

/** A file of a template, as it lies there. */
export interface TemplateFile {
  /** Relative to the template, with `/`: `files/src/main.ts.liquid`. */
  path: string;
  bytes: Uint8Array;
  executable: boolean;
}

export type TemplateSpec = TemplateManifest['spec'];
export type CreatedKind = TemplateSpec['creates'];
export type Parameter = NonNullable<NonNullable<TemplateSpec['parameters']>['properties']>[string];

/** How files of a template are rendered. */
export interface Dialect {
  outputLeft: string;
  outputRight: string;
  /** Whether `{%-` takes all white space before it, line breaks as well; else what is on its line. */
  greedy: boolean;
  /** What is not there is written as nothing; else it is a fault. */
  lenient?: boolean;
  /** A text of another engine, and an expression in it, as Liquid has them. */
  text?: (text: string) => string;
  expression?: (expression: string) => string;
  /** Filters that only this dialect has. */
  filters?: Readonly<Record<string, (value: unknown, ...args: unknown[]) => unknown>>;
}

/** Files of a template that are written together. Its own texts but `from` are rendered, each where it is used. */
export interface Step {
  /** Folder in the template whose files it writes, without a slash at the end. */
  from: string;
  /** The project's folder, or that of the workspace. */
  into: 'project' | 'workspace';
  /** Path below that; '' is the folder itself. */
  to: string;
  /** Left out where this is not true. */
  if?: string;
  /** Once for each item of this list, which the scope then has as `each.value` and `each.key`. */
  each?: unknown;
  /** Parameters that are what everybody is asked anyway, by the variable that has the answer. */
  aliases?: Readonly<Record<string, string>>;
  /** Given to the files as `values`; strings in it are rendered, and one that is a single expression keeps its type. */
  values?: Readonly<Record<string, unknown>>;
  /** Whether a file is rendered, and what it is called when it is; by its path below `from`. */
  treat: (path: string) => { rendered: boolean; path: string };
  dialect: Dialect;
}

/** A template with all that it extends folded in: nothing more has to be looked up to make a project of it. */
export interface Template {
  name: string;
  title: string;
  description: string;
  spec: TemplateSpec;
  /** What it asks, in order; the base's first. */
  parameters: ReadonlyMap<string, Parameter>;
  /** In the order in which they are written. */
  steps: readonly Step[];
  /** What it asks for and does not do, in words: steps of other tools. */
  leftOut: readonly string[];
  /** All that the steps write from, by path. */
  files: ReadonlyMap<string, TemplateFile>;
  /** Texts below `partials/` by name, without folder and suffix. */
  partials: Readonly<Record<string, string>>;
}

/** Where in a text that is rendered; counted from 1. */
export interface TemplatePlace {
  row: number;
  column: number;
  /** The partial that it is in, where it is not in the text itself. */
  partial?: string;
}

/** Something in a template that keeps it from being used. */
export class TemplateError extends Error {
  /** Path of the file in the template; undefined where none is at fault alone. */
  readonly path: string | undefined;
  readonly place: TemplatePlace | undefined;
  /** What is wrong, without the path. */
  readonly reason: string;

  constructor(reason: string, path?: string, place?: TemplatePlace) {
    super(path === undefined ? reason : `${path}: ${reason}`);
    this.name = 'TemplateError';
    this.reason = reason;
    this.path = path;
    this.place = place;
  }
}
