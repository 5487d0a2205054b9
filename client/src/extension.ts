import { join } from 'node:path';
import { type ExtensionContext, window } from 'vscode';
import { registerServerCommands } from './server/commands.ts';
import { HeadyServer } from './server/headyServer.ts';

let server: HeadyServer | undefined;

/** Wires the rooms; nothing here waits for the server. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Heady', { log: true });
  server = new HeadyServer(join(context.extensionPath, 'dist', 'languageServer.js'), log, () => ({}));
  context.subscriptions.push(log, server, ...registerServerCommands(server, log));
  void server.start();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
