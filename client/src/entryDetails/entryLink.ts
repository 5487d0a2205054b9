import type { EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import { isEnvironmentName } from '../environments/environments.ts';

const PATH = '/entry';

/** As kinds of manifests are written. */
const KIND = /^[A-Z][A-Za-z]{1,63}$/;
/** What a name may be, generously: no link has a reason to say more. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,127}$/u;

/** Parts of a URI, decoded once, as the editor hands them on. */
export interface LinkParts {
  path: string;
  query: string;
}

/**
 * The entry that a link leads to. Anybody can write a link: it names an entry and does nothing else, and what it says is
 * not repeated to who clicked it.
 *
 * @returns in words for people, why it leads to none
 */
export function entryInLink({ path, query }: LinkParts): EntryRef | { problem: string } {
  if (path !== PATH) return { problem: 'Heady opens links to catalog entries only, and this is none.' };
  const stated = new URLSearchParams(query);
  const only = (name: string) => (stated.getAll(name).length === 1 ? (stated.get(name) ?? '') : undefined);
  const [kind, name] = [only('kind'), only('name')];
  if (kind === undefined || name === undefined || !KIND.test(kind) || !NAME.test(name))
    return { problem: 'The link does not name one entry by its kind and its name.' };
  if (!stated.has('environment')) return { kind, name };
  const environment = only('environment');
  if (!isEnvironmentName(environment))
    return { problem: 'The link names no environment there is: dev, test, stage or prod.' };
  return { kind, name, environment };
}

/** The query and path of a link to an entry. */
export function linkTo({ kind, name, environment }: EntryRef): LinkParts {
  const query = new URLSearchParams({ kind, name, ...(environment ? { environment } : {}) });
  return { path: PATH, query: query.toString() };
}
