import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import type { Upstream } from '../upstream.ts';
import { StdioTransport } from './stdio.ts';

/** A way to one replica of a server, not yet started. */
export interface Way {
  readonly transport: Transport;
  /** What is spoken over it is at most revision 2025-11-25. */
  readonly isLegacy?: true;
  /** The last lines that the server's process said on standard error. */
  readonly lastLines?: () => readonly string[];
}

/** @param replica one of the upstream's */
export type OpenWay = (upstream: Upstream, replica: string) => Promise<Way>;

export const openWay: OpenWay = async (upstream, replica) => {
  switch (upstream.transport) {
    case 'stdio': {
      const transport = new StdioTransport(upstream);
      return { transport, lastLines: () => transport.output.lines };
    }
    case 'http':
      return { transport: new StreamableHTTPClientTransport(new URL(replica), requestsOf(upstream)) };
    case 'sse':
      return { transport: new SSEClientTransport(new URL(replica), requestsOf(upstream)), isLegacy: true };
    case 'websocket': {
      const { WebSocketTransport } = await import('./websocket.ts');
      return { transport: new WebSocketTransport(new URL(replica), upstream.headers), isLegacy: true };
    }
  }
};

function requestsOf({ headers }: Upstream): { requestInit?: RequestInit } {
  return headers ? { requestInit: { headers: { ...headers } } } : {};
}
