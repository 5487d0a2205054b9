import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { type WebSocket, WebSocketServer } from 'ws';

/** Connects a server of its own to each client. */
export type Connect = (transport: Transport) => Promise<void>;

/** HTTP with server-sent events, as of revision 2024-11-05. */
export function sseListener(connect: Connect): RequestListener {
  const open = new Map<string, SSEServerTransport>();
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const transport = open.get(searchParams.get('sessionId') ?? '');
    if (pathname === '/message' && transport) await transport.handlePostMessage(request, response);
    else if (pathname === '/message') unknown(request, response);
    else {
      const begun = new SSEServerTransport('/message', response);
      open.set(begun.sessionId, begun);
      response.once('close', () => open.delete(begun.sessionId));
      await connect(begun);
    }
  };
}

/** WebSocket, to who asks for the subprotocol `mcp`. */
export function acceptSockets(http: HttpServer, connect: Connect): WebSocketServer {
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => (offered.has('mcp') ? 'mcp' : false),
  });
  sockets.on('connection', (socket) => {
    if (socket.protocol === 'mcp') void connect(socketTransport(socket));
    else socket.close(1002);
  });
  return sockets;
}

/** Says that there is no such session. */
export function unknown(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const error = { code: -32001, message: 'Session not found' };
  response
    .writeHead(404, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
}

function socketTransport(socket: WebSocket): Transport {
  const transport: Transport = {
    start: async () => {
      socket.on('message', (data) => transport.onmessage?.(JSON.parse(String(data)) as JSONRPCMessage));
      socket.on('close', () => transport.onclose?.());
    },
    send: async (message) => socket.send(JSON.stringify(message)),
    close: async () => socket.close(),
  };
  return transport;
}
