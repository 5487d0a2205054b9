import type { Template } from '../scaffold/template/template.ts';

/** A template that cannot be used, and why. */
export interface BadTemplate {
  name: string;
  message: string;
}

/** A place that templates come from. */
export interface TemplateSource {
  /** `built-in`, `folder:<path>`, ...: kept with what was made, to find newer versions. */
  readonly id: string;
  readonly title: string;
  /** All of its templates, abstract ones too; a bad one is left out alone. */
  read(): Promise<{ templates: Template[]; bad: BadTemplate[] }>;
}
