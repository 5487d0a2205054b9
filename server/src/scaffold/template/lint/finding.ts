import type { FileRange } from '../../../manifest/file.ts';
import type { Severity } from '../../../rules/levels.ts';
import type { TemplateFile } from '../template.ts';

/** A template as it lies in its folder. */
export interface TemplateFolder {
  /** Of the folder: what others extend it by. */
  name: string;
  files: readonly TemplateFile[];
}

/** What the lint of templates looks for; docs/templates.md says more of each. */
export type TemplateRule =
  | 'template/unreadable'
  | 'template/syntax'
  | 'template/unknown-variable'
  | 'template/unknown-filter'
  | 'template/unknown-partial'
  | 'template/asked-later'
  | 'template/parameter'
  | 'template/pattern'
  | 'template/glob'
  | 'template/unused'
  | 'template/render'
  | 'template/manifest'
  | 'template/rails'
  | 'template/escape'
  | 'template/left-out';

/** Something in a template that its author should change. */
export interface TemplateFinding {
  rule: TemplateRule;
  severity: Severity;
  /** Name of the folder, as the template may extend another. */
  folder: string;
  /** Of the file, relative to that folder. */
  path: string;
  range: FileRange;
  message: string;
}

export const AT_START: FileRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
