import { commands, type Disposable, type ExtensionContext, Uri } from 'vscode';
import type { EnvironmentService } from '../../environments/environmentService.ts';
import { reportFailures } from '../../failures.ts';
import type { Gateway } from '../gateway.ts';
import { ShareGateway } from './shareGateway.ts';

/** Commands by which agents of other programs get the gateway. */
export function registerShareCommands(
  context: ExtensionContext,
  gateway: Gateway,
  environments: EnvironmentService,
): Disposable[] {
  const program = Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
  const sharing = new ShareGateway(environments, context.globalState, program);
  let isFirst = true;
  return [
    commands.registerCommand('heady.mcp.shareGateway', () =>
      reportFailures('Nothing was written', () => sharing.share()),
    ),
    commands.registerCommand('heady.mcp.unshareGateway', () =>
      reportFailures('The entry was not taken out', () => sharing.unshare()),
    ),
    // Only once there is something to share: nothing of this is looked at while the editor starts.
    gateway.onDidChange(({ declared }) => {
      if (!isFirst || declared.length === 0) return;
      isFirst = false;
      void sharing.refresh().then(() => sharing.offer());
    }),
  ];
}
