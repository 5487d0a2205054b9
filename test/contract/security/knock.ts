import { mcpHeaders, type RawAnswer, sendRaw } from '../controlPlane/rawHttp.ts';

export const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

/** Of a request that came in: it lacks a session, which is MCP's to say. */
export const CAME_IN = 400;

/** Asks to come in, and for nothing that would need a session. */
export function knock(url: URL, token?: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return sendRaw(url, { headers: { ...mcpHeaders(token), ...headers }, body: [LIST] });
}
