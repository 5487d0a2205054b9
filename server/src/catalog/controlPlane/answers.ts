import { isEnvironment } from '../../manifest/environment.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { RegisterResult } from '../../protocol/register.ts';
import type { CatalogEntry } from '../../rules/facts.ts';

/** A control plane answered with something that is no answer. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  constructor(what: string) {
    super(`It answered ${what} in a way that Heady does not understand. Is it a Heady control plane?`);
  }
}

/** A call that the control plane turned down, with its reason. Nothing came of it. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** The rule by which whoever called may not; undefined: it was turned down for what was asked. */
  readonly refusedBy: string | undefined;

  constructor(message: string, refusedBy?: string) {
    super(message);
    this.refusedBy = refusedBy;
  }
}

/** One page of `catalog_search`. */
export interface CatalogPage {
  entries: CatalogEntry[];
  /** Counts the catalog's changes; 0: nothing was ever registered. */
  revision: number;
  nextCursor?: string;
}

/** Reads what `catalog_search` answered. @throws AnswerError */
export function pageOf(answer: unknown): CatalogPage {
  if (!isMap(answer) || !Array.isArray(answer.entries) || typeof answer.revision !== 'number') {
    throw new AnswerError('catalog_search');
  }
  const { revision, nextCursor } = answer;
  const entries = answer.entries.map(entryOf);
  return typeof nextCursor === 'string' ? { entries, revision, nextCursor } : { entries, revision };
}

/** Reads what `catalog_register` answered. @throws AnswerError */
export function registrationOf(answer: unknown): RegisterResult {
  if (!isMap(answer)) throw new AnswerError('catalog_register');
  const entry = answer.entry === undefined ? undefined : entryOf(answer.entry);
  const version = entry ? { version: entry.version } : {};
  const what = entry ? `${entry.kind} ${entry.name}` : 'It';
  switch (answer.outcome) {
    case 'created':
      return { outcome: 'created', message: `${what} is registered.`, ...version };
    case 'updated':
      return {
        outcome: 'updated',
        message: `${what} is registered anew, as version ${entry?.version}.`,
        ...version,
      };
    case 'unchanged':
      return { outcome: 'unchanged', message: `${what} was registered just so already.`, ...version };
    case 'conflict': {
      const now = entry ? `version ${entry.version} is registered by now` : 'it is not registered any more';
      return {
        outcome: 'conflict',
        message: `Not registered: ${now}. Look at it and register again.`,
        ...version,
      };
    }
    case 'refused': {
      const findings = Array.isArray(answer.findings) ? answer.findings.map(findingOf) : [];
      const what = findings.length === 1 ? 'One finding keeps' : `${findings.length} findings keep`;
      const message = findings.length
        ? `${what} it out of the catalog. Mend what is listed and register it again.`
        : 'The control plane refused it and did not say why.';
      return { outcome: 'refused', message, findings };
    }
    default:
      throw new AnswerError('catalog_register');
  }
}

function entryOf(value: unknown): CatalogEntry {
  if (!isMap(value)) throw new AnswerError('an entry');
  const { kind, name, environment, release, manifest, version, registeredAt, retiredAt } = value;
  if (
    typeof kind !== 'string' ||
    typeof name !== 'string' ||
    typeof version !== 'number' ||
    typeof registeredAt !== 'string' ||
    !isMap(manifest) ||
    (environment !== undefined && !isEnvironment(environment)) ||
    (release !== undefined && typeof release !== 'string') ||
    (retiredAt !== undefined && typeof retiredAt !== 'string')
  ) {
    throw new AnswerError('an entry');
  }
  const entry = { kind, name, environment, manifest: manifest as Plain, version, registeredAt };
  return {
    ...entry,
    ...(release === undefined ? {} : { release }),
    ...(retiredAt === undefined ? {} : { retiredAt }),
  };
}

function findingOf(value: unknown): { rule: string; message: string; path?: string } {
  if (!isMap(value)) throw new AnswerError('a finding');
  const { rule, message, path } = value;
  return { rule: String(rule), message: String(message), ...(typeof path === 'string' ? { path } : {}) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In how many seconds a call can be had that a limit of the control plane turned down; undefined: none did. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof CallError)) return undefined;
  const seconds = /Try again in (\d+) s\.$/.exec(error.message)?.[1];
  const isLimit = error.refusedBy?.startsWith('limits/');
  return isLimit && seconds !== undefined ? Number(seconds) : undefined;
}
