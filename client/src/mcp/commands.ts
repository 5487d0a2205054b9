import { commands, type Disposable, type Memento, ProgressLocation, window } from 'vscode';
import type { DeclaredServer } from '../../../server/src/protocol/gateway.ts';
import type { ServerItem } from '../../../server/src/protocol/gatewayOverview.ts';
import { openManifest } from '../catalog/openManifest.ts';
import { reportFailures } from '../failures.ts';
import { askArguments } from './askArguments.ts';
import type { Gateway } from './gateway.ts';
import { registerPinCommands } from './pins/commands.ts';
import { ResultDocuments } from './resultDocuments.ts';
import { shownResult } from './results.ts';
import { ServerLogs } from './serverLogs.ts';

/** Commands on the gateway, its servers and what they offer. */
export function registerMcpCommands(gateway: Gateway, memory: Memento): Disposable[] {
  const results = new ResultDocuments();
  const logs = new ServerLogs(gateway);
  const onServer = (id: string, failure: string, work: (server: string) => Promise<void>) =>
    commands.registerCommand(id, (target?: unknown) =>
      reportFailures(failure, async () => {
        const server = serverIn(target) ?? (await pickServer(gateway));
        if (server !== undefined) await work(server);
      }),
    );
  return [
    results,
    logs,
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
    commands.registerCommand('heady.mcp.resetBreaker', (target?: unknown) =>
      reportFailures('Calls are still kept from the MCP server', async () => {
        const server = serverIn(target) ?? (await pickServer(gateway));
        if (server !== undefined) await gateway.resetBreaker(server, replicaIn(target));
      }),
    ),
    onServer('heady.mcp.showServerLog', 'The log cannot be shown', (server) => logs.show(server)),
    commands.registerCommand('heady.mcp.restartGateway', () =>
      reportFailures('The MCP gateway did not start', async () => {
        const { state, message } = await gateway.restart();
        if (state !== 'running') throw new Error(message ?? 'it does not run.');
      }),
    ),
    commands.registerCommand('heady.mcp.openManifest', (target?: unknown) =>
      reportFailures('The manifest could not be opened', async () => {
        const declared = declaredIn(target);
        if (declared) await openManifest(declared);
      }),
    ),
    commands.registerCommand('heady.mcp.callTool', (target?: unknown) =>
      reportFailures('The tool could not be called', async () => {
        const tool = itemIn(target);
        if (tool) await callTool(gateway, results, tool);
      }),
    ),
    commands.registerCommand('heady.mcp.readResource', (target?: unknown) =>
      reportFailures('The resource could not be read', async () => {
        const resource = itemIn(target);
        if (resource)
          await results.show(resource.name, shownResult(await gateway.readResource(resource.name)));
      }),
    ),
  ];
}

async function callTool(gateway: Gateway, results: ResultDocuments, tool: ServerItem): Promise<void> {
  const given = await askArguments(tool.name, tool.definition.inputSchema);
  const title = `MCP: ${tool.name}`;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const result = await window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const call = { name: tool.exposed, arguments: given };
    return await gateway.callTool(call, token, ({ percentage = shown, message }) => {
      progress.report({ increment: percentage - shown, ...(message === undefined ? {} : { message }) });
      shown = percentage;
    });
  });
  await results.show(tool.name, shownResult(result));
  if (result.isError === true)
    void window.showWarningMessage(`${tool.name} answered with an error, which is shown.`);
}

async function pickServer(gateway: Gateway): Promise<string | undefined> {
  const { environment, declared } = gateway.status ?? (await gateway.start());
  const offered = declared.filter(({ environments }) => environments.includes(environment));
  if (offered.length === 0)
    throw new Error(`no manifest tells of a server that is offered in ${environment}.`);
  const items = offered.map(({ name, target }) => ({ label: name, description: target }));
  return (await window.showQuickPick(items, { placeHolder: 'Which MCP server' }))?.label;
}

/** The server of a row, where the gateway offers it. */
function serverIn(target: unknown): string | undefined {
  const isRow = typeof target === 'object' && target !== null && 'server' in target;
  return isRow && typeof target.server === 'string' ? target.server : undefined;
}

/** URL of the replica of a row. */
function replicaIn(target: unknown): string | undefined {
  const isRow = typeof target === 'object' && target !== null && 'replica' in target;
  return isRow && typeof target.replica === 'string' ? target.replica : undefined;
}

function declaredIn(target: unknown): DeclaredServer | undefined {
  const isRow = typeof target === 'object' && target !== null && 'declared' in target;
  return isRow ? (target.declared as DeclaredServer) : undefined;
}

function itemIn(target: unknown): ServerItem | undefined {
  const isRow = typeof target === 'object' && target !== null && 'item' in target;
  return isRow ? (target.item as ServerItem) : undefined;
}
