import { McpServer } from '@modelcontextprotocol/server';
import packageJson from '../../../package.json' with { type: 'json' };
import { type Guard, guardServer } from './access/guard.ts';
import type { Gate } from './gate/gate.ts';
import { type Announcing, announceChanges } from './resources/announceChanges.ts';
import { registerCatalogResources } from './resources/catalogResources.ts';
import type { CatalogStore } from './store/catalogStore.ts';
import { registerCatalogGet } from './tools/catalogGet.ts';
import { registerCatalogRegister } from './tools/catalogRegister.ts';
import { registerCatalogSearch } from './tools/catalogSearch.ts';

const INSTRUCTIONS =
  'The catalog of a Heady workspace: which services, verticals, environments and policies are registered. Search before you register; a refusal lists what to mend.';

/** What every connection to a control plane shares. */
export interface ControlPlane {
  store: CatalogStore;
  gate: Gate;
  guard: Guard;
}

/**
 * Makes the MCP server for one connection, or one request, of either protocol era.
 *
 * @param announcing how this connection learns of changes
 */
export function controlPlaneServer({ store, gate, guard }: ControlPlane, announcing: Announcing): McpServer {
  const server = new McpServer(
    { name: 'heady-control-plane', title: 'Heady control plane', version: packageJson.version },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: {}, resources: { listChanged: true, subscribe: true }, completions: {} },
      requestState: { verify: guard.approvals.verify },
    },
  );
  guardServer(server, guard);
  registerCatalogSearch(server, store);
  registerCatalogGet(server, store);
  registerCatalogRegister(server, store, gate);
  registerCatalogResources(server, store);
  server.server.onclose = announceChanges(server, store, guard.identify, announcing);
  return server;
}
