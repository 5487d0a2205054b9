import type { Command } from 'vscode-languageserver-types';
import { itemOfManifest, itemsNamed } from '../catalog/merge.ts';
import { environmentOf } from '../manifest/environment.ts';
import type { PlacedDocument } from '../manifest/file.ts';
import { nextEnvironment, PROMOTED_KINDS } from '../manifest/promotion.ts';
import type { CatalogItem, CatalogState } from '../protocol/catalog.ts';
import type { EntryRef } from '../protocol/entryDetails.ts';
import { Commands, type EnvironmentName } from '../protocol.ts';
import type { DocumentRef } from '../rules/facts.ts';
import { dependentsOf } from './entry/neighbours.ts';
import type { Project } from './project.ts';

const STATES: Record<CatalogState, string> = {
  synced: 'in the catalog',
  drifted: 'differs from the catalog',
  local: 'not in the catalog',
  remote: 'in the catalog only',
  unknown: 'catalog not reached',
};

const NO_FINDINGS = { errors: 0, warnings: 0 };

/**
 * How a manifest stands in the catalog, and what can be done about it: register what is not there, compare what differs,
 * promote what agrees.
 *
 * @param hasDetails the editor shows the details of entries, compares and promotes them
 */
export function catalogLenses(
  project: Project,
  at: DocumentRef,
  placed: PlacedDocument,
  hasDetails: boolean,
): Command[] {
  const item = itemOf(project, at, placed);
  if (!item) return [];
  if (!hasDetails) return [isRegistrable(item) ? register(item) : { title: stateWords(item), command: '' }];
  const next = promotesTo(item);
  return [
    ...(item.state === 'drifted' ? [compare(item)] : []),
    ...(isRegistrable(item) ? [register(item)] : []),
    ...(next ? [promote(item, next)] : []),
    details(project, item),
  ];
}

/** Worked out for this manifest alone: a lens is asked for while somebody types. */
function itemOf(project: Project, at: DocumentRef, { document }: PlacedDocument): CatalogItem | undefined {
  const { catalog } = project;
  const declaration = catalog.workspace.declarationsIn(at.uri).find((each) => each.at.index === at.index);
  if (declaration) return itemOfManifest(catalog, declaration, NO_FINDINGS);
  const { kind = '', name = '' } = document;
  const environment = environmentOf(document);
  return itemsNamed(catalog, kind, name).find((item) => item.environment === environment);
}

function register(item: CatalogItem): Command {
  const { kind, name, state } = item;
  const title = state === 'local' ? `${stateWords(item)}: register` : 'register';
  return { title, command: Commands.register, arguments: [{ kind, name }] };
}

function compare(item: CatalogItem): Command {
  return { title: `${stateWords(item)}: compare`, command: Commands.compare, arguments: [refOf(item)] };
}

function promote(item: CatalogItem, to: EnvironmentName): Command {
  const label = `${to.charAt(0).toUpperCase()}${to.slice(1)}`;
  return { title: `promote to ${label}`, command: Commands.promote, arguments: [refOf(item)] };
}

/** `3 dependents · in the catalog, version 4 · details`; how it stands is left out where that has a lens of its own. */
function details(project: Project, item: CatalogItem): Command {
  const count = dependentsOf(project.catalog, item).length;
  const parts = [
    `${count} dependent${count === 1 ? '' : 's'}`,
    ...(isRegistrable(item) ? [] : [stateWords(item)]),
    'details',
  ];
  return { title: parts.join(' · '), command: Commands.details, arguments: [refOf(item)] };
}

/** Where what is registered as it stands here goes next. */
function promotesTo({ kind, state, environment }: CatalogItem): EnvironmentName | undefined {
  const isReady = state === 'synced' && PROMOTED_KINDS.includes(kind);
  return isReady && environment ? nextEnvironment(environment) : undefined;
}

function isRegistrable({ state }: CatalogItem): boolean {
  return state === 'local' || state === 'drifted';
}

function stateWords({ state, version }: CatalogItem): string {
  return version ? `${STATES[state]}, version ${version}` : STATES[state];
}

function refOf({ kind, name, environment }: CatalogItem): EntryRef {
  return { kind, name, ...(environment ? { environment } : {}) };
}
