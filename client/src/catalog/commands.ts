import { commands, type Disposable, window } from 'vscode';
import type { RegisterParams } from '../../../server/src/protocol/register.ts';
import { Commands, Methods } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { Changing } from './changes/undo.ts';
import { entryOf } from './entryCommands.ts';
import { register } from './register.ts';
import { pickRegistrable } from './registrablePicker.ts';

/** What changes the catalog or asks for it anew, from the tree, the palette or a quick fix. */
export function registerCatalogCommands(changing: Changing): Disposable[] {
  const { server, catalog } = changing;
  return [
    commands.registerCommand('heady.catalog.refresh', () =>
      server.state === 'failed' ? server.restart() : catalog.refresh(),
    ),
    commands.registerCommand(Commands.register, (target?: unknown) =>
      reportFailures('Nothing was registered', async () => {
        const wanted = entryOf(target) ?? named(target) ?? (await pickRegistrable(catalog.items));
        if (wanted) await register(changing, { kind: wanted.kind, name: wanted.name });
      }),
    ),
    commands.registerCommand('heady.controlPlane.restart', () =>
      reportFailures('The control plane could not be restarted', () => restartControlPlane(server)),
    ),
  ];
}

async function restartControlPlane(server: HeadyServer): Promise<void> {
  const { state, message } = await server.request(Methods.restartControlPlane, undefined);
  if (state !== 'disabled') return;
  const openSettings = 'Open Settings';
  const choice = await window.showInformationMessage(
    message ?? 'The control plane is switched off for this workspace.',
    openSettings,
  );
  if (choice === openSettings)
    await commands.executeCommand('workbench.action.openSettings', 'heady.controlPlane.enabled');
}

/** What a quick fix passes. */
function named(target: unknown): RegisterParams | undefined {
  const isParams = typeof target === 'object' && target !== null && 'kind' in target && 'name' in target;
  return isParams ? { kind: String(target.kind), name: String(target.name) } : undefined;
}
