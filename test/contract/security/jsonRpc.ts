import { Agent } from 'node:http';
import { onTestFinished } from 'vitest';
import type { RawProcess } from '../controlPlane/process.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';

export interface Reply {
  /** Over HTTP. */
  status?: number;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

/** Says to a control plane what no library would let through. */
export type Ask = (method: string, params: unknown) => Promise<Reply>;

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'security-test', version: '1' },
};

/** Over pipes, after a handshake. */
export async function askOverPipes(raw: RawProcess): Promise<Ask> {
  let id = 0;
  const ask: Ask = (method, params) => {
    id += 1;
    raw.say(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return raw.answer(id) as Promise<Reply>;
  };
  await ask('initialize', HELLO);
  raw.say(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  return ask;
}

/** Over HTTP, in a session; connections are kept. */
export async function askOverHttp(url: URL, token: string): Promise<Ask & { session: string }> {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const headers: Record<string, string> = mcpHeaders(token);
  let id = 0;
  const send = async (method: string, params: unknown) => {
    id += 1;
    const body = [JSON.stringify({ jsonrpc: '2.0', id, method, params })];
    return sendRaw(url, { headers, body, agent });
  };
  const session = String((await send('initialize', HELLO)).headers['mcp-session-id']);
  headers['mcp-session-id'] = session;
  const ask = async (method: string, params: unknown): Promise<Reply> => {
    const { status, body } = await send(method, params);
    return { status, ...(replyIn(body) as Reply) };
  };
  return Object.assign(ask, { session });
}

/** The answer in a body, which may be a stream of events; what comes before it are notifications. */
function replyIn(body: string): unknown {
  const events = body.split('\n').filter((line) => line.startsWith('data: {'));
  return JSON.parse(events.at(-1)?.slice('data: '.length) ?? body);
}
