import type { Catalog } from '../catalog/catalog.ts';
import type { Environment } from '../manifest/document.ts';
import type { EnvironmentSettings } from '../protocol.ts';

/** Where MCP is spoken when a URL names a host alone. */
const MCP_PATH = '/mcp';

/**
 * Nodes of an environment's own control plane. The setting decides, else its manifest; none: the one built in.
 * What is no URL of HTTP is left out.
 */
export function nodesOf(
  catalog: Catalog,
  environment: Environment,
  settings: EnvironmentSettings | undefined,
): URL[] {
  const { controlPlane } = settings ?? {};
  if (controlPlane === 'embedded') return [];
  const stated =
    controlPlane ??
    catalog.declarations('Environment', environment)[0]?.document.stated(['spec', 'controlPlane', 'urls']);
  return Array.isArray(stated) ? stated.flatMap((url) => nodeOf(url) ?? []) : [];
}

function nodeOf(stated: unknown): URL | undefined {
  const url = typeof stated === 'string' ? URL.parse(stated) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.pathname === '/') url.pathname = MCP_PATH;
  // Credentials in a URL end up in logs; a token is what signs in.
  url.username = '';
  url.password = '';
  return url;
}
