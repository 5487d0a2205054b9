import type { CodeLens } from 'vscode-languageserver-types';
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
}

/**
 * Above each manifest: how often it is referred to, where it stands in the catalog and what can be done about that, what
 * depends on it, and what Impact Check finds in it.
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
    const impact = shows.impact && impactLens(project, at, placed, range);
    if (impact) lenses.push(impact);
    return lenses;
  });
}
