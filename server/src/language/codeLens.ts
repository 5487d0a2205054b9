import type { CodeLens } from 'vscode-languageserver-types';
import { environmentOf } from '../manifest/environment.ts';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { type CatalogItem, type CatalogState, Commands } from '../protocol.ts';
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

/**
 * Above each manifest: how often it is referred to, where it stands in the catalog, and what Impact Check finds in it.
 *
 * @param shows `impact`: the user wants that last one
 */
export function codeLenses(
  project: Project,
  file: ManifestFile,
  uri: string,
  shows: { impact: boolean } = { impact: true },
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
    if (item) lenses.push({ range, command: stateCommand(item) });
    const impact = shows.impact && impactLens(project, { uri, index }, placed, range);
    if (impact) lenses.push(impact);
    return lenses;
  });
}

function stateCommand({ kind, name, state, version }: CatalogItem): NonNullable<CodeLens['command']> {
  const said = version ? `${STATES[state]}, version ${version}` : STATES[state];
  const isRegistrable = state === 'local' || state === 'drifted';
  return isRegistrable
    ? { title: `${said}: register`, command: Commands.register, arguments: [{ kind, name }] }
    : { title: said, command: '' };
}
