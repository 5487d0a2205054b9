import { McpServer, type ServerCapabilities } from '@modelcontextprotocol/server';
import packageJson from '../../../package.json' with { type: 'json' };
import { guardServer } from './access/guard.ts';
import { pageLists } from './pagedLists.ts';
import type { ControlPlane } from './plane.ts';
import { registerPrompts } from './prompts/prompts.ts';
import { type Announcing, announceChanges } from './resources/announceChanges.ts';
import { registerAuditResource } from './resources/auditResource.ts';
import { UNCHANGING } from './resources/cacheHints.ts';
import { registerCatalogResources } from './resources/catalogResources.ts';
import { registerMetricsResource } from './resources/metricsResource.ts';
import { registerPinsResource } from './resources/pinsResource.ts';
import { registerPoliciesResource } from './resources/policiesResource.ts';
import { registerRuleResource } from './resources/ruleResource.ts';
import { registerProjectTemplateResource, registerTemplateResource } from './resources/templateResource.ts';
import { registerVerticalResource } from './resources/verticalResource.ts';
import { registerAuditQuery } from './tools/auditQuery.ts';
import { registerCatalogGet } from './tools/catalogGet.ts';
import { registerCatalogHistory } from './tools/catalogHistory.ts';
import { registerCatalogPromote } from './tools/catalogPromote.ts';
import { registerCatalogRegister } from './tools/catalogRegister.ts';
import { registerCatalogRetire } from './tools/catalogRetire.ts';
import { registerCatalogSearch } from './tools/catalogSearch.ts';
import { registerImpactCheck } from './tools/impactCheck.ts';
import { registerMetricsQuery } from './tools/metricsQuery.ts';
import { registerPinDecide } from './tools/pinDecide.ts';
import { registerPinList } from './tools/pinList.ts';
import { registerPolicyEvaluate } from './tools/policyEvaluate.ts';
import { registerSecretList } from './tools/secretList.ts';
import { registerSecretRemove } from './tools/secretRemove.ts';
import { registerSecretSet } from './tools/secretSet.ts';

const INSTRUCTIONS =
  'The catalog of a Heady workspace: which services, verticals, environments and policies are registered. Search before you register; a refusal lists what to mend.';

/** Tools and prompts are those of the program; what resources there are changes with the catalog. */
const CAPABILITIES: ServerCapabilities = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: true, subscribe: true },
  completions: {},
};

const CACHE_HINTS = {
  'tools/list': UNCHANGING,
  'prompts/list': UNCHANGING,
  'resources/templates/list': UNCHANGING,
  'server/discover': UNCHANGING,
};

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
      requestState: { verify: guard.approvals.verify },
      cacheHints: CACHE_HINTS,
    },
  );
  guardServer(server, guard);
  pageLists(server);
  server.server.registerCapabilities(CAPABILITIES);
  registerCatalogSearch(server, store.catalog);
  registerCatalogGet(server, store.catalog);
  registerCatalogRegister(server, plane);
  registerCatalogPromote(server, plane);
  registerCatalogRetire(server, plane);
  registerCatalogHistory(server, store.catalog);
  registerPolicyEvaluate(server, plane);
  registerImpactCheck(server, plane);
  registerSecretSet(server, plane);
  registerSecretRemove(server, plane);
  registerSecretList(server, plane);
  registerPinDecide(server, plane);
  registerPinList(server, plane);
  registerAuditQuery(server, plane);
  registerMetricsQuery(server, plane);
  registerCatalogResources(server, store.catalog);
  registerPoliciesResource(server, plane);
  registerMetricsResource(server, plane);
  registerTemplateResource(server);
  registerProjectTemplateResource(server, plane);
  registerVerticalResource(server, plane);
  registerRuleResource(server);
  registerAuditResource(server, plane);
  registerPinsResource(server, plane);
  registerPrompts(server, plane);
  server.server.onclose = announceChanges(server, store, guard.identify, announcing);
  return server;
}
