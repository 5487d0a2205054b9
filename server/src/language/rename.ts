import type { Range, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { schemaAt, schemaOf } from '../manifest/schemas.ts';
import { parseServiceName } from '../rules/naming/serviceName.ts';
import { occurrenceAt, type PlacedOccurrence, type Thing } from './occurrences.ts';
import type { Project } from './project.ts';

/** A rename that must not happen; the message says why, before anything changes. */
export class RenameRefused extends Error {
  override name = 'RenameRefused';
}

export interface RenameOptions {
  /** Version of an open document; null for a file on disk. */
  versionOf(uri: string): number | null;
  /** The client can rename files as part of an edit. */
  renamesFiles: boolean;
}

/** One name that changes. */
interface Change {
  thing: Thing;
  to: string;
}

/** The span of the name at an offset, and the name; undefined where nothing can be renamed. */
export function prepareRename(
  file: ManifestFile,
  offset: number,
): { range: Range; placeholder: string } | undefined {
  const found = occurrenceAt(file, offset);
  if (!found || found.occurrence.kind === 'Environment') return undefined;
  return { range: rangeOf(found.placed, found.occurrence.span), placeholder: found.occurrence.name };
}

/**
 * Gives the thing named at an offset another name wherever the workspace names it. A vertical takes the names of its
 * services along; a file that is called after its manifest is renamed with it.
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
  const found = occurrenceAt(file, offset);
  if (!found || found.occurrence.kind === 'Environment') return undefined;
  const { kind, name } = found.occurrence;
  if (newName === name) return { documentChanges: [] };
  const changes = [
    { thing: { kind, name }, to: newName },
    ...servicesOfVertical(project, { kind, name }, newName),
  ];
  for (const change of changes) refuseUnlessFree(project, change);

  const edits = new Map<string, TextEdit[]>();
  const files = new Map<string, string>();
  for (const { thing, to } of changes) {
    for (const occurrence of project.occurrences(thing)) {
      add(edits, occurrence, to);
      const renamed = options.renamesFiles ? fileNameAfter(occurrence, to) : undefined;
      if (renamed) files.set(occurrence.at.uri, renamed);
    }
  }
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

/** `<env>-<vertical>-<service>` of every service that bears the vertical's name. */
function servicesOfVertical(project: Project, { kind, name }: Thing, newName: string): Change[] {
  if (kind !== 'Vertical') return [];
  const names = new Set(
    project
      .items('Service')
      .filter(({ uri }) => uri !== undefined)
      .map((item) => item.name),
  );
  return [...names].flatMap((service): Change[] => {
    const parts = parseServiceName(service, project.verticals());
    if (parts?.vertical !== name) return [];
    return [
      { thing: { kind: 'Service', name: service }, to: `${parts.environment}-${newName}-${parts.service}` },
    ];
  });
}

function refuseUnlessFree(project: Project, { thing: { kind, name }, to }: Change): void {
  const problem = kind === 'owner' ? problemOfOwner(to) : problemOfName(kind, to);
  if (problem) throw new RenameRefused(problem);
  const isTaken = project.occurrences({ kind, name: to }).some(({ role }) => role === 'declaration');
  if (isTaken) {
    const what = kind === 'owner' ? 'An owner' : `${/^[AEIO]/.test(kind) ? 'An' : 'A'} ${kind}`;
    throw new RenameRefused(`${what} called ${to} exists already; ${name} keeps its name.`);
  }
}

function problemOfOwner(name: string): string | undefined {
  return /^[A-Za-z0-9][\w.@/ -]*$/.test(name) && name.trim() === name
    ? undefined
    : `'${name}' cannot be an owner: use letters, digits, hyphens, dots and inner spaces.`;
}

function problemOfName(kind: string, name: string): string | undefined {
  const schema = schemaAt(schemaOf(kind), ['metadata', 'name']);
  if (schema?.pattern && !new RegExp(schema.pattern).test(name)) {
    return `'${name}' cannot name a ${kind}: ${schema.description ?? `it must match ${schema.pattern}`}`;
  }
  return name.trim() === '' ? 'A name cannot be empty.' : undefined;
}

function add(edits: Map<string, TextEdit[]>, { at, placed, span }: PlacedOccurrence, newText: string): void {
  const own = edits.get(at.uri) ?? [];
  own.push({ range: rangeOf(placed, span), newText });
  edits.set(at.uri, own);
}

/** Where the file of a declaration goes if it is called after it: `<name>.heady.yaml`. */
function fileNameAfter({ at, role, name, kind }: PlacedOccurrence, to: string): string | undefined {
  if (role !== 'declaration' || kind === 'owner') return undefined;
  const uri = URI.parse(at.uri);
  const base = Utils.basename(uri);
  if (!base.startsWith(`${name}.`)) return undefined;
  return Utils.joinPath(uri, '..', to + base.slice(name.length)).toString();
}
