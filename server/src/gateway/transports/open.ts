import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import type { Upstream } from '../upstream.ts';
import type { Dialler } from './dial.ts';
import { fetchOver } from './httpFetch.ts';
import { filledIn, hidingSecrets } from './placeholders.ts';
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

/** @param dialler decides what may be connected to */
export function openWays(dialler: Dialler): OpenWay {
  return async (upstream, replica) => {
    if (upstream.transport === 'stdio') {
      const transport = new StdioTransport(upstream);
      const hidden = hidingSecrets(upstream, process.env);
      return { transport, lastLines: () => transport.output.lines.map(hidden) };
    }
    if (!URL.canParse(replica))
      throw new Error(`"${replica}" is no URL. Correct it where the server is named.`);
    const url = new URL(replica);
    const agents = dialler.agentsFor(upstream, url);
    const headers = headersOf(upstream);
    const options = { fetch: fetchOver(agents), requestInit: { headers } };
    switch (upstream.transport) {
      case 'http':
        return { transport: new StreamableHTTPClientTransport(url, options) };
      case 'sse':
        return { transport: new SSEClientTransport(url, options), isLegacy: true };
      case 'websocket': {
        const { WebSocketTransport } = await import('./websocket.ts');
        return { transport: new WebSocketTransport(url, agents, headers), isLegacy: true };
      }
    }
  };
}

/** @throws where a variable that is referred to is not set */
function headersOf({ headers = {} }: Upstream): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, filledIn(value, `header ${name}`, process.env)]),
  );
}
