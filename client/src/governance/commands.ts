import { commands, type Disposable } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { entryOf } from '../catalog/entryCommands.ts';
import { openManifest } from '../catalog/openManifest.ts';
import { isRegistrable } from '../catalog/states.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { exportGovernance } from './exportGovernance.ts';

/** What a person can do about services that break the rule of the way to prod. */
export function registerGovernanceCommands(server: HeadyServer): Disposable[] {
  return [
    commands.registerCommand('heady.governance.export', (format?: unknown) =>
      reportFailures('Nothing was exported', () => exportGovernance(server, format)),
    ),
    commands.registerCommand('heady.governance.open', (target?: unknown) =>
      reportFailures('The service could not be opened', async () => {
        const entry = entryOf(target);
        if (entry) await showWhy(entry);
      }),
    ),
    commands.registerCommand('heady.governance.mend', (target?: unknown) =>
      reportFailures('Nothing was mended', async () => {
        const entry = entryOf(target);
        if (entry) await mend(entry);
      }),
    ),
  ];
}

/** The place in the manifest that is to be mended; without one, all that is known of the entry. */
async function showWhy(entry: CatalogItem): Promise<void> {
  const { uri } = entry;
  const range = entry.prod?.breaches.find((breach) => breach.range)?.range ?? entry.range;
  if (uri) await openManifest({ uri, ...(range ? { range } : {}) });
  else await commands.executeCommand('heady.catalog.details', { entry });
}

/** An owner is stated where it is missing, with those whom the catalog knows to choose from; what has one is registered. */
async function mend(entry: CatalogItem): Promise<void> {
  const rules = entry.prod?.breaches.map(({ rule }) => rule) ?? [];
  if (!rules.includes('catalog/prod-owner') && isRegistrable(entry)) {
    await commands.executeCommand('heady.catalog.register', { kind: entry.kind, name: entry.name });
    return;
  }
  await showWhy(entry);
  if (entry.uri) await commands.executeCommand('editor.action.quickFix');
}
