import type { EnvironmentName } from '../protocol.ts';

/** What "New Heady Service" and its siblings make. */
export type ScaffoldKind =
  | 'Service'
  | 'Vertical'
  | 'VirtualMachine'
  | 'GoldenImage'
  | 'Api'
  | 'McpServer'
  | 'Agent';

/** What everybody is asked of a kind, whatever the template. */
export type ScaffoldQuestion = 'environment' | 'vertical' | 'name' | 'owner' | 'sensitivity' | 'description';

/** What was answered so far. `name` is the entry's own part of its name: `billing` of `dev-health-billing`. */
export interface ScaffoldAnswers {
  environment?: EnvironmentName;
  vertical?: string;
  name?: string;
  owner?: string;
  sensitivity?: 'public' | 'internal' | 'confidential' | 'restricted';
  description?: string;
  /** To the template's own questions, by name. */
  parameters?: Readonly<Record<string, unknown>>;
}

/** A template: by its source, and its name there. */
export interface TemplateRef {
  source: string;
  name: string;
}

/** What a template may ask for that the catalog knows: images with versions, services without environments. */
export type KnownThing = 'image' | 'service' | 'agent' | 'workspace';

/** One of a template's own questions: a JSON Schema of a value. */
export interface TemplateParameter {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  title?: string;
  description?: string;
  required: boolean;
  /** What is taken where nothing is answered. */
  default: unknown;
  examples?: readonly unknown[];
  enum?: readonly unknown[];
  /** One for each of `enum`. */
  enumDescriptions?: readonly string[];
  /** What of the catalog is offered beside any other text. */
  known?: KnownThing;
  /** Of an array: what its texts may be; absent: any. */
  itemsEnum?: readonly string[];
}

/** Asked for, kept by the editor and written to no file. */
export interface TemplateSecret {
  name: string;
  title?: string;
  description?: string;
}

export interface TemplateInfo extends TemplateRef {
  title: string;
  description: string;
  version: string;
  creates: ScaffoldKind;
  technologies: readonly string[];
  /** In the order in which they are asked. */
  questions: readonly ScaffoldQuestion[];
  /** In the order in which they are asked; which of them are, `ScaffoldCheck.asked` says. */
  parameters: readonly TemplateParameter[];
  secrets: readonly TemplateSecret[];
  /** What it asks for and does not do, in words: steps of other tools. */
  leftOut: readonly string[];
}

export interface TemplateSourceInfo {
  id: string;
  title: string;
  /** Templates that cannot be used, and why. */
  bad: readonly { name: string; message: string }[];
  /** Why none of it is offered, in words. */
  withheld?: string;
}

export interface TemplateList {
  sources: readonly TemplateSourceInfo[];
  /** Those that can be chosen, by source. */
  templates: readonly TemplateInfo[];
}

/** What the wizard offers; every list may be empty. */
export interface ScaffoldChoices {
  verticals: { name: string; focus?: string; maxSensitivity?: string }[];
  owners: string[];
  /** From git's `user.name`/`user.email` matched against known owners, else the most used owner of the vertical. */
  defaultOwner?: string;
}

export interface ScaffoldParams {
  /** URI of the workspace folder it is written to. */
  folder: string;
  kind: ScaffoldKind;
  /** Absent while none is chosen: then the plainest of the kind stands in. */
  template?: TemplateRef;
  /** Folder of the project, relative to the workspace folder; absent: the kind's own. '' is the workspace folder. */
  within?: string;
  answers: ScaffoldAnswers;
}

/** Something wrong with the answers, with where it can be mended: a question, a parameter, or neither. */
export interface ScaffoldProblem {
  question?: ScaffoldQuestion;
  parameter?: string;
  /** The rule that is broken; absent where the template itself says no. */
  rule?: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** The file it would be found in, relative to the workspace folder. */
  path?: string;
}

export interface ScaffoldCheck {
  /** Of what is answered; of the rest nothing is said. */
  problems: ScaffoldProblem[];
  /** Parameters that are asked after these answers, in order. */
  asked: string[];
}

/** `unknown`: on no disk, so that only the editor can say. */
export type FileState = 'new' | 'identical' | 'different' | 'unknown';

/** A file that would be written. */
export interface ScaffoldFile {
  uri: string;
  /** To the workspace folder, with `/`. */
  relativePath: string;
  /** Of a text. */
  text?: string;
  /** Of what is no text. */
  base64?: string;
  /** Bytes. */
  size: number;
  executable: boolean;
  state: FileState;
  /** What is there now, where it is another text. */
  existing?: string;
  /** Bytes of what is there now, where that is no text. */
  existingSize?: number;
}

export interface ScaffoldPreview {
  /** Of the entry, as its manifest has it. */
  name: string;
  /** Of the project, relative to the workspace folder. */
  within: string;
  /** Empty where an answer does not fit; `problems` tells which. */
  files: ScaffoldFile[];
  problems: ScaffoldProblem[];
  /** URI of the entry's own manifest. */
  manifest?: string;
  /** Markdown: what to do next. */
  next?: string;
}

export const ScaffoldMethods = {
  /** request: () => TemplateList */
  templates: 'heady/scaffold/templates',
  /** request: { vertical?: string } => ScaffoldChoices; the vertical, once chosen, picks the likely owner */
  choices: 'heady/scaffold/choices',
  /** request: { thing: KnownThing } => string[]; by name, a thousand at most */
  known: 'heady/scaffold/known',
  /** request: ScaffoldParams => ScaffoldCheck */
  check: 'heady/scaffold/check',
  /** request: ScaffoldParams => ScaffoldPreview; writes nothing */
  preview: 'heady/scaffold/preview',
} as const;
