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

/** A template with all that it extends folded in: nothing more has to be looked up to make a project of it. */
export interface Template {
  name: string;
  title: string;
  description: string;
  spec: TemplateSpec;
  /** What it asks, in order; the base's first. */
  parameters: ReadonlyMap<string, Parameter>;
  /** Below `files/` and `repository/`, by path. */
  files: ReadonlyMap<string, TemplateFile>;
  /** Texts below `partials/` by name, without folder and suffix. */
  partials: Readonly<Record<string, string>>;
}

/** Something in a template that keeps it from being used. */
export class TemplateError extends Error {
  /** Path of the file in the template; undefined where none is at fault alone. */
  readonly path: string | undefined;

  constructor(message: string, path?: string) {
    super(path === undefined ? message : `${path}: ${message}`);
    this.name = 'TemplateError';
    this.path = path;
  }
}
