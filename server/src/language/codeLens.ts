import type { CodeLens } from 'vscode-languageserver-types';
import { environmentOf } from '../manifest/environment.ts';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import type { EntryRef } from '../protocol/entryDetails.ts';
import { type CatalogItem, type CatalogState, Commands } from '../protocol.ts';
import { dependentsOf } from './entry/neighbours.ts';
import { impactLens } from './impact/lens.ts';
import { locationOf } from './occurrences.ts';
import type { Project } from './project.ts';

const STATES: Record<CatalogState, string> = {
  synced: 'in the catalog',
  drifted: 'differs from the catalog',
  local: 'not in the catalog',
  remote: 'in the catalog only',
  unknown: 'catalog not reached',
};

/** What lenses are shown beside those that every editor shows. */
export interface ShownLenses {
  /** The user wants to see what Impact Check finds. */
  impact: boolean;
  /** The editor shows the details of entries. */
  details: boolean;
}

/**
 * Above each manifest: how often it is referred to, where it stands in the catalog, what depends on it, and what Impact
 * Check finds in it.
 */
export function codeLenses(
  project: Project,
  file: ManifestFile,
  uri: string,
  shows: ShownLenses = { impact: true, details: false },
): CodeLens[] {
  return file.documents.flatMap((placed, index) => {
    const { document } = placed;
    const { kind, name } = document;
    if (!kind || !name || !document.isMap) return [];
    const range = rangeOf(placed, document.keyPlace(['metadata', 'name']));
    const locations = project
      .occurrences({ kind, name })
      .filter(({ role }) => role === 'reference')
      .map(locationOf);
    const title = `${locations.length} reference${locations.length === 1 ? '' : 's'}`;
    const lenses: CodeLens[] = [
      {
        range,
        command: { title, command: Commands.showReferences, arguments: [uri, range.start, locations] },
      },
    ];
    const environment = environmentOf(document);
    const item = project.items(kind).find((each) => each.name === name && each.environment === environment);
    if (item && (!shows.details || isRegistrable(item))) lenses.push({ range, command: stateCommand(item) });
    if (item && shows.details) lenses.push({ range, command: detailsCommand(project, item) });
    const impact = shows.impact && impactLens(project, { uri, index }, placed, range);
    if (impact) lenses.push(impact);
    return lenses;
  });
}

function stateCommand(item: CatalogItem): NonNullable<CodeLens['command']> {
  const { kind, name } = item;
  return isRegistrable(item)
    ? { title: `${stateWords(item)}: register`, command: Commands.register, arguments: [{ kind, name }] }
    : { title: stateWords(item), command: '' };
}

/** `3 dependents · in the catalog, version 4 · details`; how it stands is left out where that has a lens of its own. */
function detailsCommand(project: Project, item: CatalogItem): NonNullable<CodeLens['command']> {
  const { kind, name, environment } = item;
  const count = dependentsOf(project.catalog, item).length;
  const parts = [
    `${count} dependent${count === 1 ? '' : 's'}`,
    ...(isRegistrable(item) ? [] : [stateWords(item)]),
    'details',
  ];
  const ref: EntryRef = { kind, name, ...(environment ? { environment } : {}) };
  return { title: parts.join(' · '), command: Commands.details, arguments: [ref] };
}

function isRegistrable({ state }: CatalogItem): boolean {
  return state === 'local' || state === 'drifted';
}

function stateWords({ state, version }: CatalogItem): string {
  return version ? `${STATES[state]}, version ${version}` : STATES[state];
}
