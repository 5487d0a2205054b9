import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import type { Upstream } from '../upstream.ts';
import type { Dialler } from './dial.ts';
import { fetchOver } from './httpFetch.ts';
import { filledIn, filledInWhereSet, hidingSecrets, variablesFor } from './placeholders.ts';
import { StdioTransport } from './stdio.ts';

/** A way to one replica of a server, not yet started. */
export interface Way {
  readonly transport: Transport;
  /** What is spoken over it is at most revision 2025-11-25. */
  readonly isLegacy?: true;
  /** The last lines that the server's process said on standard error. */
  readonly lastLines?: () => readonly string[];
  /** A text without what the server was given in confidence. */
  readonly hidden: (text: string) => string;
}

/** @param replica one of the upstream's */
export type OpenWay = (upstream: Upstream, replica: string) => Promise<Way>;

/** @param dialler decides what may be connected to */
export function openWays(dialler: Dialler): OpenWay {
  return async (upstream, replica) => {
    const hidden = hidingSecrets(upstream, process.env);
    if (upstream.transport === 'stdio') {
      const transport = new StdioTransport(upstream);
      return { transport, hidden, lastLines: () => transport.output.lines.map(hidden) };
    }
    const address = filledInWhereSet(replica, 'URL', variablesFor(upstream, process.env));
    if (!URL.canParse(address))
      throw new Error(`"${replica}" is no URL. Correct it where the server is named.`);
    const url = new URL(address);
    const agents = dialler.agentsFor(upstream, url);
    const headers = headersOf(upstream);
    const options = { fetch: fetchOver(agents), requestInit: { headers } };
    switch (upstream.transport) {
      case 'http':
        return { transport: new StreamableHTTPClientTransport(url, options), hidden };
      case 'sse':
        return { transport: new SSEClientTransport(url, options), hidden, isLegacy: true };
      case 'websocket': {
        const { WebSocketTransport } = await import('./websocket.ts');
        return { transport: new WebSocketTransport(url, agents, headers), hidden, isLegacy: true };
      }
    }
  };
}

/** @throws where a variable that is referred to is not set */
function headersOf(upstream: Upstream): Record<string, string> {
  const given = variablesFor(upstream, process.env);
  return Object.fromEntries(
    Object.entries(upstream.headers ?? {}).map(([name, value]) => [
      name,
      filledIn(value, `header ${name}`, given),
    ]),
  );
}
