import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import type { EntryKey } from '../store/catalogStore.ts';

/** Things that belong to no environment (verticals, policies) are listed under `none`. */
export type Shelf = Environment | 'none';
export const SHELVES: readonly Shelf[] = [...ENVIRONMENTS, 'none'];

export function isShelf(value: unknown): value is Shelf {
  return (SHELVES as readonly unknown[]).includes(value);
}

/** The latest of who did what. */
export const AUDIT_URI = 'heady://audit';

/** All policies, and what they make of the rules. */
export const POLICIES_URI = 'heady://policies';

export function verticalUri(name: string): string {
  return `heady://verticals/${encoded(name)}`;
}

export function templateUri(name: string): string {
  return `heady://templates/${encoded(name)}`;
}

export function projectTemplateUri(name: string): string {
  return `heady://templates/projects/${encoded(name)}`;
}

/** @param id `group/rule` */
export function ruleUri(id: string): string {
  return `heady://rules/${id.split('/').map(encoded).join('/')}`;
}

/** @param server name of an MCP server */
export function pinsUri(server: string): string {
  return `heady://pins/${encoded(server)}`;
}

export function metricsUri(shelf: Shelf): string {
  return `heady://metrics/${shelf}`;
}

export function shelfUri(shelf: Shelf): string {
  return `heady://catalog/${shelf}`;
}

export function entryUri({ kind, name, environment }: EntryKey): string {
  return `${shelfUri(environment ?? 'none')}/${encoded(kind)}/${encoded(name)}`;
}

/** Half of a surrogate pair has no encoding, but a client may send it all the same. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** @returns undefined for what is no encoding of anything */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
