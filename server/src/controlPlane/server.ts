import { McpServer } from '@modelcontextprotocol/server';
import packageJson from '../../../package.json' with { type: 'json' };
import { guardServer } from './access/guard.ts';
import type { ControlPlane } from './plane.ts';
import { type Announcing, announceChanges } from './resources/announceChanges.ts';
import { registerAuditResource } from './resources/auditResource.ts';
import { registerCatalogResources } from './resources/catalogResources.ts';
import { registerAuditQuery } from './tools/auditQuery.ts';
import { registerCatalogGet } from './tools/catalogGet.ts';
import { registerCatalogRegister } from './tools/catalogRegister.ts';
import { registerCatalogSearch } from './tools/catalogSearch.ts';
import { registerSecretList } from './tools/secretList.ts';
import { registerSecretRemove } from './tools/secretRemove.ts';
import { registerSecretSet } from './tools/secretSet.ts';

const INSTRUCTIONS =
  'The catalog of a Heady workspace: which services, verticals, environments and policies are registered. Search before you register; a refusal lists what to mend.';

/**
 * Makes the MCP server for one connection, or one request, of either protocol era.
 *
 * @param announcing how this connection learns of changes
 */
export function controlPlaneServer(plane: ControlPlane, announcing: Announcing): McpServer {
  const { store, guard } = plane;
  const server = new McpServer(
    { name: 'heady-control-plane', title: 'Heady control plane', version: packageJson.version },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: {}, resources: { listChanged: true, subscribe: true }, completions: {} },
      requestState: { verify: guard.approvals.verify },
    },
  );
  guardServer(server, guard);
  registerCatalogSearch(server, store.catalog);
  registerCatalogGet(server, store.catalog);
  registerCatalogRegister(server, plane);
  registerSecretSet(server, plane);
  registerSecretRemove(server, plane);
  registerSecretList(server, plane);
  registerAuditQuery(server, plane);
  registerCatalogResources(server, store.catalog);
  registerAuditResource(server, plane);
  server.server.onclose = announceChanges(server, store, guard.identify, announcing);
  return server;
}
