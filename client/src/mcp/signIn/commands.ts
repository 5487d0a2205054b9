import { commands, type Disposable, ProgressLocation, window } from 'vscode';
import { reportFailures } from '../../failures.ts';
import type { Gateway } from '../gateway.ts';
import { pickServer, serverIn } from '../targets.ts';

/** The commands that sign in to an MCP server, and out of it. */
export function registerSignInCommands(gateway: Gateway): Disposable[] {
  const onServer = (id: string, failure: string, work: (server: string) => Promise<void>) =>
    commands.registerCommand(id, (target?: unknown) =>
      reportFailures(failure, async () => {
        const server = serverIn(target) ?? (await pickServer(gateway));
        if (server !== undefined) await work(server);
      }),
    );
  return [
    onServer('heady.mcp.signIn', 'You are not signed in', async (server) => {
      const options = {
        location: ProgressLocation.Notification,
        title: `Sign in to ${server}, in your browser.`,
        cancellable: true,
      };
      const isSignedIn = await window.withProgress(options, async (_, token) => {
        try {
          await gateway.signIn(server, token);
          return true;
        } catch (cause) {
          if (token.isCancellationRequested) return false;
          throw cause;
        }
      });
      if (isSignedIn) void window.showInformationMessage(`You are signed in to ${server}.`);
    }),
    onServer('heady.mcp.signOut', 'You are still signed in', async (server) => {
      const was = await gateway.signOut(server);
      void window.showInformationMessage(
        was ? `You are signed out of ${server}.` : `You were not signed in to ${server}.`,
      );
    }),
  ];
}
