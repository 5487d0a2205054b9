import { commands, type Disposable, env, Uri, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { reportFailures } from '../failures.ts';
import type { CatalogService } from './catalogService.ts';
import type { CatalogTree } from './catalogTree.ts';
import { pickEntry } from './find/entryPicker.ts';
import { openManifest } from './openManifest.ts';

/** What a person can do with an entry beside changing it: find, open and follow it. */
export function registerEntryCommands(catalog: CatalogService, tree: CatalogTree): Disposable[] {
  return [
    commands.registerCommand('heady.catalog.open', (target?: unknown) =>
      reportFailures('The manifest could not be opened', async () => {
        const entry = entryOf(target);
        if (entry) await openManifest(entry);
      }),
    ),
    commands.registerCommand('heady.catalog.find', () =>
      reportFailures('Nothing could be looked for', async () => {
        const choice = await pickEntry(catalog, 'Heady: Find in Catalog');
        if (!choice) return;
        if (choice.inTree) await tree.reveal(choice.entry);
        else await openEntry(choice.entry);
      }),
    ),
    commands.registerCommand('heady.catalog.reveal', (target?: unknown) =>
      reportFailures('The entry could not be shown in the catalog', async () => {
        const entry =
          entryOf(target) ??
          entryAtCursor(catalog.items, target) ??
          (await pickEntry(catalog, 'Heady: Reveal in Catalog'))?.entry;
        if (entry) await tree.reveal(entry);
      }),
    ),
    commands.registerCommand('heady.catalog.copyName', async (target?: unknown) => {
      const entry = entryOf(target ?? tree.view.selection[0]);
      if (entry) await env.clipboard.writeText(entry.name);
    }),
    commands.registerCommand('heady.catalog.findReferences', (target?: unknown) =>
      reportFailures('References could not be looked for', () =>
        atItsName(target, 'references-view.findReferences'),
      ),
    ),
    commands.registerCommand('heady.catalog.showCalls', (target?: unknown) =>
      reportFailures('Calls could not be shown', () =>
        atItsName(target, 'references-view.showCallHierarchy'),
      ),
    ),
  ];
}

/** The entry of a node of the tree. */
export function entryOf(target: unknown): CatalogItem | undefined {
  const isNode = typeof target === 'object' && target !== null && 'entry' in target;
  return isNode ? (target.entry as CatalogItem) : undefined;
}

/** Where there is no manifest, the details say all that is known. */
async function openEntry(entry: CatalogItem): Promise<void> {
  if (entry.uri) await openManifest(entry);
  else await commands.executeCommand('heady.catalog.details', { entry });
}

/** What the editor offers at a cursor is asked for where the manifest says its name. */
async function atItsName(target: unknown, command: string): Promise<void> {
  const entry = entryOf(target);
  if (!entry?.uri) return;
  await openManifest(entry);
  await commands.executeCommand(command);
}

/** The entry whose manifest is open, the last one that begins above the cursor. @param target a file, or nothing */
function entryAtCursor(items: readonly CatalogItem[], target: unknown): CatalogItem | undefined {
  const editor = window.activeTextEditor;
  const uri = target instanceof Uri ? target : editor?.document.uri;
  if (!uri) return undefined;
  const line = editor?.document.uri.toString() === uri.toString() ? editor.selection.active.line : 0;
  const startOf = ({ range }: CatalogItem) => range?.start.line ?? 0;
  const here = items.filter((item) => item.uri === uri.toString()).sort((a, b) => startOf(a) - startOf(b));
  return here.findLast((item) => startOf(item) <= line) ?? here[0];
}
