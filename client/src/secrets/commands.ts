import { commands, type Disposable, type ExtensionContext, window } from 'vscode';
import { wordsOf } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { makeSealingKey } from './sealingKeys.ts';
import { HAS_KEY } from './serverKeys.ts';

/** The command that sees to it that there is a key for secrets, and starts the control plane anew with it. */
export function registerSecretsCommands(
  server: HeadyServer,
  { globalState, secrets }: ExtensionContext,
): Disposable {
  return commands.registerCommand('heady.secrets.createKey', async () => {
    let made: boolean;
    try {
      made = await makeSealingKey(secrets);
      await globalState.update(HAS_KEY, true);
    } catch (cause) {
      void window.showErrorMessage(`No key for secrets was made: ${wordsOf(cause)}`);
      return;
    }
    await server.restart();
    const which = made ? 'Their key is in the keychain' : 'Their key was in the keychain already';
    void window.showInformationMessage(
      `The control plane in this editor can keep secrets. ${which}; without it nobody opens them.`,
    );
  });
}
