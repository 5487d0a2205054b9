import { commands, type Disposable, type Memento } from 'vscode';
import { openManifest } from '../catalog/openManifest.ts';
import { reportFailures } from '../failures.ts';
import type { Gateway } from './gateway.ts';
import { registerItemCommands } from './itemCommands.ts';
import { registerPinCommands } from './pins/commands.ts';
import { ServerLogs } from './serverLogs.ts';
import { declaredIn, pickServer, replicaIn, serverIn } from './targets.ts';

/** Commands on the gateway, its servers and what they offer. */
export function registerMcpCommands(gateway: Gateway, memory: Memento): Disposable[] {
  const logs = new ServerLogs(gateway);
  const onServer = (id: string, failure: string, work: (server: string, target: unknown) => Promise<void>) =>
    commands.registerCommand(id, (target?: unknown) =>
      reportFailures(failure, async () => {
        const server = serverIn(target) ?? (await pickServer(gateway));
        if (server !== undefined) await work(server, target);
      }),
    );
  return [
    logs,
    ...registerItemCommands(gateway, memory),
    ...registerPinCommands(gateway, memory),
    onServer('heady.mcp.startServer', 'The MCP server did not start', (server) =>
      gateway.startServer(server),
    ),
    onServer('heady.mcp.stopServer', 'The MCP server was not stopped', (server) =>
      gateway.stopServer(server),
    ),
    onServer('heady.mcp.restartServer', 'The MCP server did not start again', async (server) => {
      await gateway.stopServer(server);
      await gateway.startServer(server);
    }),
    onServer('heady.mcp.resetBreaker', 'Calls are still kept from the MCP server', (server, target) =>
      gateway.resetBreaker(server, replicaIn(target)),
    ),
    onServer('heady.mcp.showServerLog', 'The log cannot be shown', (server) => logs.show(server)),
    commands.registerCommand('heady.mcp.restartGateway', () =>
      reportFailures('The MCP gateway did not start', async () => {
        const { state, message } = await gateway.restart();
        if (state !== 'running') throw new Error(message ?? 'it does not run.');
      }),
    ),
    commands.registerCommand('heady.mcp.openManifest', (target?: unknown) =>
      reportFailures('What tells of the server could not be opened', async () => {
        const declared = declaredIn(target);
        if (declared?.uri !== undefined) await openManifest(declared);
        else if (declared)
          await commands.executeCommand(
            'workbench.action.openSettings',
            'heady.environments heady.controlPlane',
          );
      }),
    ),
  ];
}
