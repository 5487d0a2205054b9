import type { Template } from '../scaffold/template/template.ts';

/** A template that cannot be used, and why. */
export interface BadTemplate {
  name: string;
  message: string;
}

export interface SourceTemplates {
  /** Abstract ones too. */
  templates: Template[];
  bad: BadTemplate[];
}

/** A place that templates come from. */
export interface TemplateSource {
  /** `built-in`, `folder:<path>`, ...: kept with what was made, to find newer versions. */
  readonly id: string;
  readonly title: string;
  /** Differs when what `read` gives does; cheap. Absent: it never changes. */
  stamp?(): Promise<string>;
  /** All of its templates; a bad one is left out alone. @throws {Error} in words where it cannot be reached */
  read(): Promise<SourceTemplates>;
}
