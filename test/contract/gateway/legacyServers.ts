import { randomUUID } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { acceptSockets, sseListener, unknown } from './legacyTransports.ts';

/** A server as most of the world has it, by the SDK before this one. What it notes changes by the tool `note`. */
export function notes(): McpServer {
  const server = new McpServer(
    { name: 'notes', version: '1' },
    { capabilities: { resources: { subscribe: true }, logging: {} } },
  );
  const subscribed = new Set<string>();
  server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    subscribed.add(params.uri);
    return {};
  });
  server.server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
  let noted = 'nothing yet';
  const uri = 'notes://latest';
  server.registerResource('latest', uri, {}, async () => ({ contents: [{ uri, text: noted }] }));
  server.registerTool('note', { inputSchema: { text: z.string() } }, async ({ text }) => {
    noted = text;
    await server.server.sendLoggingMessage({ level: 'warning', data: `noted ${text}` });
    if (subscribed.has(uri)) await server.server.sendResourceUpdated({ uri });
    return { content: [{ type: 'text', text: `Noted: ${text}` }] };
  });
  server.registerTool('grow', {}, async () => {
    server.registerTool('grown', {}, async () => ({ content: [{ type: 'text', text: 'I am new.' }] }));
    return { content: [{ type: 'text', text: 'There is one more.' }] };
  });
  server.registerTool('ask', {}, async () => {
    const requestedSchema = { type: 'object' as const, properties: { name: { type: 'string' as const } } };
    const { action, content } = await server.server.elicitInput({ message: 'Who are you?', requestedSchema });
    return { content: [{ type: 'text', text: `${action} ${content?.name ?? ''}` }] };
  });
  return server;
}

export interface Listening {
  url: string;
  /** Forgets all sessions, as a server that is started anew. */
  forget(): void;
}

/** Serves over HTTP with server-sent events, as of revision 2024-11-05. */
export async function overSse(): Promise<Listening> {
  const http = createServer(sseListener((transport) => notes().connect(transport)));
  return { url: `http://127.0.0.1:${await portOf(http)}/sse`, forget: () => http.closeAllConnections() };
}

/** Serves over Streamable HTTP, as of revision 2025-11-25, with sessions. */
export async function overHttp(): Promise<Listening> {
  const open = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const transport = id === undefined ? await opened(open) : open.get(String(id));
    if (transport) await transport.handleRequest(request, response);
    else unknown(request, response);
  });
  return { url: `http://127.0.0.1:${await portOf(http)}/mcp`, forget: () => open.clear() };
}

async function opened(open: Map<string, StreamableHTTPServerTransport>) {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void open.set(id, transport),
  });
  await notes().connect(transport as Transport);
  return transport;
}

/** Serves over WebSocket. */
export async function overWebSocket(): Promise<Listening> {
  const http = createServer();
  const sockets = acceptSockets(http, (transport) => notes().connect(transport));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
  });
  const url = `ws://127.0.0.1:${await portOf(http)}/mcp`;
  return { url, forget: () => sockets.clients.forEach((socket) => void socket.terminate()) };
}

async function portOf(server: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
