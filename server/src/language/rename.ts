import type { Range, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { isOwnName, isSameThing, locationOf, occurrenceAt, type PlacedOccurrence } from './occurrences.ts';
import type { Project } from './project.ts';
import { changesOf } from './renameChanges.ts';
import { RenameRefused, refuseUnlessFree } from './renameRefusals.ts';

export interface RenameOptions {
  /** Version of an open document; null for a file on disk. */
  versionOf(uri: string): number | null;
  /** The client can rename files as part of an edit. */
  renamesFiles: boolean;
}

/** The span of the name at an offset, and the name; undefined where nothing can be renamed. */
export function prepareRename(
  file: ManifestFile,
  offset: number,
): { range: Range; placeholder: string } | undefined {
  const found = renameableAt(file, offset);
  if (!found) return undefined;
  return { range: rangeOf(found.placed, found.occurrence.span), placeholder: found.occurrence.name };
}

/**
 * Gives the thing named at an offset another name wherever the workspace names it, and what is named after it with it
 * (`renameChanges.ts`); a file that is called after its manifest is renamed as well.
 *
 * @throws {RenameRefused} for a name that is not valid or already taken
 */
export function rename(
  project: Project,
  file: ManifestFile,
  offset: number,
  newName: string,
  options: RenameOptions,
): WorkspaceEdit | undefined {
  const found = renameableAt(file, offset);
  if (!found) return undefined;
  if (newName === found.occurrence.name) return { documentChanges: [] };
  const { asked, following } = changesOf(project, found.occurrence, newName);
  const isVertical = found.occurrence.kind === 'Vertical';
  const verticals = isVertical ? [...project.verticals(), newName] : project.verticals();
  for (const change of asked) refuseUnlessFree(project, change, verticals);

  const edits = new Map<string, TextEdit[]>();
  const files = new Map<string, string>();
  for (const { thing, to } of [...asked, ...following]) {
    for (const occurrence of project.occurrences(thing)) {
      if (!isSameThing(occurrence, thing)) continue;
      add(edits, occurrence, to);
      const renamed = options.renamesFiles ? fileNameAfter(occurrence, to) : undefined;
      if (renamed) files.set(occurrence.at.uri, renamed);
    }
  }
  for (const to of files.values()) refuseWhereFileIs(project, to);
  const documents = [...edits].map(
    ([uri, own]): TextDocumentEdit => ({
      textDocument: { uri, version: options.versionOf(uri) },
      edits: own,
    }),
  );
  const moves = [...files].map(([oldUri, newUri]) => ({
    kind: 'rename' as const,
    oldUri,
    newUri,
    options: { overwrite: false },
  }));
  return { documentChanges: [...documents, ...moves] };
}

/** The name at an offset, unless it is one of the four environments'; the version behind it is no part of it. */
function renameableAt(file: ManifestFile, offset: number) {
  const found = occurrenceAt(file, offset);
  if (!found || found.occurrence.kind === 'Environment') return undefined;
  return offset - found.placed.offset <= found.occurrence.span.end ? found : undefined;
}

function add(edits: Map<string, TextEdit[]>, occurrence: PlacedOccurrence, newText: string): void {
  const { uri, range } = locationOf(occurrence);
  const own = edits.get(uri) ?? [];
  own.push({ range, newText });
  edits.set(uri, own);
}

/** Where the file of a declaration goes if it is called after it: `<name>.heady.yaml`. */
function fileNameAfter({ at, path, name }: PlacedOccurrence, to: string): string | undefined {
  if (!isOwnName(path)) return undefined;
  const uri = URI.parse(at.uri);
  const base = Utils.basename(uri);
  if (!base.startsWith(`${name}.`)) return undefined;
  return Utils.joinPath(uri, '..', to + base.slice(name.length)).toString();
}

/** An editor that finds the file there would give the whole edit up, without a word why. */
function refuseWhereFileIs(project: Project, uri: string): void {
  if (!project.file(uri)) return;
  const name = Utils.basename(URI.parse(uri));
  throw new RenameRefused(`There is a file ${name} already; move it out of the way, or choose another name.`);
}
