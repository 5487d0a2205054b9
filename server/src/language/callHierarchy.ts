import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
  SymbolKind,
} from 'vscode-languageserver-types';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { namesOf } from '../rules/references.ts';
import { locationOf, occurrenceAt, occurrencesIn, type Thing } from './occurrences.ts';
import type { Project } from './project.ts';

/** Kinds whose `dependsOn` makes the hierarchy. */
const KINDS = ['Service', 'Workspace'];

/** The service (or workspace) named at an offset: what it depends on are its outgoing calls. */
export function prepareCallHierarchy(
  project: Project,
  file: ManifestFile,
  offset: number,
): CallHierarchyItem[] {
  const found = occurrenceAt(file, offset);
  return found && KINDS.includes(found.occurrence.kind) ? itemsOf(project, found.occurrence) : [];
}

/** Who depends on it. */
export function incomingCalls(project: Project, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const callers = new Map<string, { from: CallHierarchyItem; fromRanges: Range[] }>();
  for (const occurrence of project.occurrences(thingOf(item))) {
    if (!isDependency(occurrence.path)) continue;
    const { document } = occurrence.placed;
    const [from] =
      document.kind && document.name ? itemsOf(project, { kind: document.kind, name: document.name }) : [];
    if (!from) continue;
    const key = `${from.uri} ${from.name}`;
    const caller = callers.get(key) ?? { from, fromRanges: [] };
    caller.fromRanges.push(locationOf(occurrence).range);
    callers.set(key, caller);
  }
  return [...callers.values()];
}

/** What it depends on. */
export function outgoingCalls(project: Project, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  return project.catalog.declarations(thingOf(item).kind, item.name).flatMap(({ at, document }) => {
    const placed = project.placed(at);
    if (!placed) return [];
    return occurrencesIn(document)
      .filter(({ path }) => isDependency(path))
      .flatMap((dependency) =>
        itemsOf(project, dependency).map((to) => ({ to, fromRanges: [rangeOf(placed, dependency.span)] })),
      );
  });
}

function itemsOf(project: Project, thing: Thing): CallHierarchyItem[] {
  const { kind } = thing;
  const declared = namesOf(thing).flatMap((name) => project.catalog.declarations(kind, name));
  return declared.flatMap(({ at, document, name }) => {
    const placed = project.placed(at);
    if (!placed) return [];
    const selectionRange = rangeOf(placed, document.place(['metadata', 'name']));
    const end = document.text.trimEnd().length;
    const range = rangeOf(placed, { start: 0, end });
    return [{ name, kind: SymbolKind.Module, detail: kind, uri: at.uri, range, selectionRange, data: kind }];
  });
}

function thingOf({ name, data }: CallHierarchyItem): Thing {
  return { kind: String(data), name };
}

function isDependency(path: readonly (string | number)[]): boolean {
  return path[0] === 'spec' && path[1] === 'dependsOn';
}
