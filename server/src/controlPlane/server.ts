import { McpServer, type McpServerFactory } from '@modelcontextprotocol/server';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Gate } from './gate/gate.ts';
import { announceChanges } from './resources/announceChanges.ts';
import { registerCatalogResources } from './resources/catalogResources.ts';
import type { CatalogStore } from './store/catalogStore.ts';
import { registerCatalogGet } from './tools/catalogGet.ts';
import { registerCatalogRegister } from './tools/catalogRegister.ts';
import { registerCatalogSearch } from './tools/catalogSearch.ts';

const INSTRUCTIONS =
  'The catalog of a Heady workspace: which services, verticals, environments and policies are registered. Search before you register; a refusal lists what to mend.';

/** Makes the control plane's MCP server for one connection, of either protocol era. */
export function controlPlaneServer(store: CatalogStore, gate: Gate): McpServerFactory {
  return ({ era }) => {
    const server = new McpServer(
      { name: 'heady-control-plane', title: 'Heady control plane', version: packageJson.version },
      {
        instructions: INSTRUCTIONS,
        capabilities: { tools: {}, resources: { listChanged: true, subscribe: true }, completions: {} },
      },
    );
    registerCatalogSearch(server, store);
    registerCatalogGet(server, store);
    registerCatalogRegister(server, store, gate);
    registerCatalogResources(server, store);
    const stop = announceChanges(server, store, era);
    server.server.onclose = stop;
    return server;
  };
}
