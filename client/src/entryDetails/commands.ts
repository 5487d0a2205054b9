import { commands, type Disposable, type Uri } from 'vscode';
import { type CatalogItem, Commands } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { DetailsPanels } from './detailsPanels.ts';
import { entryIn } from './entryKey.ts';
import { pickEntry } from './pickEntry.ts';
import { VersionDocuments } from './versionDocuments.ts';

/**
 * What is known of an entry, in a tab: from trees, hovers, lenses and the palette.
 *
 * @param items what there is to choose from
 */
export function registerEntryDetails(
  server: HeadyServer,
  items: () => readonly CatalogItem[],
  extensionUri: Uri,
): Disposable[] {
  const versions = new VersionDocuments(server);
  const panels = new DetailsPanels({ server, versions, extensionUri });
  return [
    versions,
    panels,
    commands.registerCommand(Commands.details, (target?: unknown) =>
      reportFailures('The entry could not be shown', async () => {
        const ref = entryIn(target) ?? entryIn(await pickEntry(items()));
        if (ref) panels.show(ref);
      }),
    ),
  ];
}
