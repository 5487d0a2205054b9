import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';
import type { Rule } from '../rule.ts';

const TRANSPORT = ['spec', 'transport'];

/** What a server is started by, or reached at. */
const NEEDS: Readonly<Record<string, readonly ['command' | 'url', string]>> = {
  stdio: ['command', 'the program that is started'],
  http: ['url', 'where it is reached'],
  sse: ['url', 'where it is reached'],
  websocket: ['url', 'where it is reached'],
};

export const transport: Rule = {
  id: 'mcp/transport',
  summary: 'An MCP server states what its transport needs.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    const missing = document.kind === 'McpServer' ? missingForTransport(document) : undefined;
    if (missing) yield { ...document.place(missing.path), message: missing.message };
  },
};

/** What a server lacks to be started, or reached; undefined where it lacks nothing, or has no transport that there is. */
export function missingForTransport(
  document: ManifestDocument,
): { readonly path: Path; readonly message: string } | undefined {
  const stated = document.statedText(TRANSPORT) ?? '';
  const [field, about] = (Object.hasOwn(NEEDS, stated) ? NEEDS[stated] : undefined) ?? [];
  if (field === undefined || !document.lacks(['spec', field])) return undefined;
  return { path: TRANSPORT, message: `A server with the transport ${stated} needs spec.${field}: ${about}.` };
}
