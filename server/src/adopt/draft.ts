import type { Environment } from '../manifest/document.ts';
import type { Plain } from '../manifest/tree.ts';
import type { Located, Origin } from './located.ts';

export type AdoptedKind =
  | 'Service'
  | 'Api'
  | 'Vertical'
  | 'VirtualMachine'
  | 'Agent'
  | 'McpServer'
  | 'Workspace';

export const SOURCE_FORMATS = [
  'compose',
  'kubernetes',
  'backstage',
  'heady-catalog',
  'heady-discovery',
  'heady-registry',
  'heady-verticals',
  'mcp-servers',
] as const;

/** Formats that can be adopted from. */
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/**
 * How a value is known: `told` as it is by the source; `judged` by something the source tells, for the reason given;
 * `option`: by whoever adopts.
 */
export type Certainty = 'told' | 'judged' | 'option';

/** A value and where it comes from. */
export interface Stated<T = Plain> {
  value: T;
  /** Absent for options. */
  at?: Origin;
  how: Certainty;
  /** Why it was judged so, without a full stop. */
  why?: string;
}

/** What the source says of something else that it needs, provides or belongs to. */
export interface Reference {
  /** Field of `spec` that lists it, or names it. */
  field: 'dependsOn' | 'apis' | 'services' | 'providedBy' | 'parent';
  to: AdoptedKind;
  /** As the source calls it. */
  name: string;
  at: Origin;
  /** It is a host in a variable's value: that nobody answers to it means nothing. */
  isGuess?: boolean;
}

/** A value that is kept out of the manifest. */
export interface SecretNeed {
  /** Environment variable that receives it. */
  name: string;
  at: Origin;
  /** How the source calls it, where it keeps secrets by reference too. */
  kept?: string;
}

/** Something that a source describes, before it has a name of ours. */
export interface Draft {
  kind: AdoptedKind;
  format: SourceFormat;
  /** As the source calls it. */
  name: string;
  /** Where in the source, in words: `services.web`. */
  pointer: string;
  at: Origin;
  /** Names mean the same within a scope alone: a compose project, a namespace. */
  scope: string;
  /** What else it is called or reached under. */
  aliases: string[];
  /** It says what something is and whose, not how it runs: another source may say that. */
  describes: boolean;
  environment?: Stated<Environment>;
  vertical?: Stated<string>;
  owner?: Stated<string>;
  sensitivity?: Stated<string>;
  title?: Stated<string>;
  description?: Stated<string>;
  labels: Map<string, Stated<string>>;
  links: Stated<{ title?: string; url: string }>[];
  spec: Map<string, Stated>;
  references: Reference[];
  secrets: SecretNeed[];
}

/** @param at what stands for the whole of it in the source */
export function draft(
  kind: AdoptedKind,
  format: SourceFormat,
  name: string,
  at: Located,
  { scope = '', describes = false }: { scope?: string; describes?: boolean } = {},
): Draft {
  return {
    kind,
    format,
    name,
    pointer: at.path,
    at: at.at,
    scope,
    aliases: [name],
    describes,
    labels: new Map(),
    links: [],
    spec: new Map(),
    references: [],
    secrets: [],
  };
}

export function told<T>(value: T, { at }: { at: Origin }): Stated<T> {
  return { value, at, how: 'told' };
}

export function judged<T>(value: T, { at }: { at: Origin }, why: string): Stated<T> {
  return { value, at, how: 'judged', why };
}

/** `told`, of a text that may be absent. */
export function toldText(from: Located | undefined): Stated<string> | undefined {
  const text = from?.text?.trim();
  return from && text ? told(text, from) : undefined;
}
