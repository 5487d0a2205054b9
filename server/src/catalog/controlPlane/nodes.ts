/** Where MCP is spoken when a URL names a host alone. */
const MCP_PATH = '/mcp';

/** Nodes of a control plane, as somebody states them. What is no URL of HTTP is left out. */
export function nodesIn(stated: unknown): URL[] {
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
