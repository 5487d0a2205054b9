import { commands, type Disposable, type ExtensionContext, env, Uri, window } from 'vscode';
import type { EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import { Commands } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import { pickEntry } from '../catalog/find/entryPicker.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { DetailsPanels } from './detailsPanels.ts';
import { entryIn } from './entryKey.ts';
import { entryInLink, linkTo } from './entryLink.ts';
import type { VersionDocuments } from './versionDocuments.ts';

/** What is known of an entry, in a tab: from trees, hovers, lenses, the palette and links from outside of the editor. */
export function registerEntryDetails(
  server: HeadyServer,
  catalog: CatalogService,
  versions: VersionDocuments,
  { extension, extensionUri }: Pick<ExtensionContext, 'extension' | 'extensionUri'>,
): Disposable[] {
  const panels = new DetailsPanels({ server, versions, extensionUri });
  return [
    panels,
    commands.registerCommand(Commands.details, (target?: unknown) =>
      reportFailures('The entry could not be shown', async () => {
        const ref = entryIn(target) ?? (await pick(catalog));
        if (ref) panels.show(ref);
      }),
    ),
    commands.registerCommand('heady.catalog.copyLink', async (target?: unknown) => {
      const ref = entryIn(target);
      if (!ref) return;
      const link = Uri.from({ scheme: env.uriScheme, authority: extension.id, ...linkTo(ref) });
      // What the query escapes already shall not be escaped once more.
      await env.clipboard.writeText(link.toString(true));
    }),
    window.registerUriHandler({
      handleUri: (uri) => {
        const ref = entryInLink(uri);
        if ('problem' in ref) void window.showErrorMessage(ref.problem);
        else panels.show(ref);
      },
    }),
  ];
}

async function pick(catalog: CatalogService): Promise<EntryRef | undefined> {
  const choice = await pickEntry(catalog, 'Heady: Show Catalog Entry');
  if (!choice?.inTree) return entryIn(choice);
  await commands.executeCommand('heady.catalog.reveal', choice);
  return undefined;
}
