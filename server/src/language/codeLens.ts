import type { CodeLens, Command } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { Commands } from '../protocol.ts';
import { catalogLenses } from './catalogLens.ts';
import { impactLens } from './impact/lens.ts';
import { locationOf } from './occurrences.ts';
import type { Project } from './project.ts';

/** What lenses are shown beside those that every editor shows. */
export interface ShownLenses {
  /** The user wants to see what Impact Check finds. */
  impact: boolean;
  /** The editor shows the details of entries, compares and promotes them. */
  details: boolean;
  /** The version of its template that is newer than the one a manifest states; absent: nobody knows. */
  newerTemplate?: (document: ManifestDocument) => string | undefined;
}

/**
 * Above each manifest: how often it is referred to, where it stands in the catalog and what can be done about that, what
 * depends on it, whether its template has a newer version, and what Impact Check finds in it.
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
    const at = { uri, index };
    for (const command of catalogLenses(project, at, placed, shows.details)) lenses.push({ range, command });
    const newer = shows.details ? shows.newerTemplate?.(document) : undefined;
    if (newer !== undefined) lenses.push({ range, command: updateCommand(document, newer, uri) });
    const impact = shows.impact && impactLens(project, at, placed, range);
    if (impact) lenses.push(impact);
    return lenses;
  });
}

function updateCommand(document: ManifestDocument, newer: string, uri: string): Command {
  const name = document.statedText(['spec', 'template', 'name']);
  const title = `template ${name} ${newer} is available: update`;
  return { title, command: Commands.updateFromTemplate, arguments: [uri] };
}
