import { commands, type Disposable, type LogOutputChannel, window } from 'vscode';
import type { HeadyServer } from './headyServer.ts';

/** Commands on the language server itself, and the one message that offers them when it is down. */
export function registerServerCommands(server: HeadyServer, log: LogOutputChannel): Disposable[] {
  return [
    commands.registerCommand('heady.server.restart', () => server.restart()),
    commands.registerCommand('heady.server.showLog', () => log.show(true)),
    server.onDidChangeState((state) => {
      if (state === 'failed') void offerRemedies(server, log);
    }),
  ];
}

async function offerRemedies(server: HeadyServer, log: LogOutputChannel): Promise<void> {
  const restart = 'Restart';
  const showLog = 'Show Log';
  const choice = await window.showErrorMessage(
    `${server.failure ?? 'The Heady language server is down.'} Until it runs, manifests are not checked.`,
    restart,
    showLog,
  );
  if (choice === restart) await server.restart();
  if (choice === showLog) log.show();
}
