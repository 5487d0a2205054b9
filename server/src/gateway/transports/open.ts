import type { Transport } from '@modelcontextprotocol/client';
import type { SignIns } from '../authorization/signIns.ts';
import type { Upstream } from '../upstream.ts';
import type { Agents, Dialler } from './dial.ts';
import { filledIn, filledInWhereSet, hidingSecrets, variablesFor } from './placeholders.ts';
import { StdioTransport } from './stdio.ts';

/** A way to one replica of a server, not yet started. */
export interface Way {
  readonly transport: Transport;
  /** What is spoken over it is at most revision 2025-11-25. */
  readonly isLegacy?: true;
  /** The last lines that the server's process said on standard error. */
  readonly lastLines?: () => readonly string[];
  /** A text without the secrets that the server was given. */
  readonly hidden: (text: string) => string;
}

/** @param replica one of the upstream's */
export type OpenWay = (upstream: Upstream, replica: string) => Promise<Way>;

/** @param dialler decides what may be connected to */
export function openWays(dialler: Dialler, signIns: SignIns): OpenWay {
  return async (upstream, replica) => {
    const hidden = hidingSecrets(upstream, process.env);
    if (upstream.transport === 'stdio') {
      const transport = new StdioTransport(upstream);
      return { transport, hidden, lastLines: () => transport.output.lines.map(hidden) };
    }
    const url = urlOf(upstream, replica);
    const agents = dialler.agentsFor(upstream, url);
    if (upstream.transport === 'websocket') {
      const { WebSocketTransport } = await import('./websocket.ts');
      return { transport: new WebSocketTransport(url, agents, headersOf(upstream)), hidden, isLegacy: true };
    }
    const { HttpTransport, SseTransport } = await import('./http.ts');
    const way = await httpWay(upstream, url, agents, signIns);
    if (upstream.transport === 'http') return { transport: new HttpTransport(url, way), hidden };
    return { transport: new SseTransport(url, way), hidden, isLegacy: true };
  };
}

/** Where a replica is. @throws Error for what is no URL */
export function urlOf(upstream: Upstream, replica: string): URL {
  const address = filledInWhereSet(replica, 'URL', variablesFor(upstream, process.env));
  if (URL.canParse(address)) return new URL(address);
  throw new Error(`"${replica}" is no URL. Correct it where the server is named.`);
}

/** What is sent with every request. @throws where a variable that is referred to is not set */
export function headersOf(upstream: Upstream): Record<string, string> {
  const given = variablesFor(upstream, process.env);
  return Object.fromEntries(
    Object.entries(upstream.headers ?? {}).map(([name, value]) => [
      name,
      filledIn(value, `header ${name}`, given),
    ]),
  );
}

async function httpWay(upstream: Upstream, url: URL, agents: Agents, signIns: SignIns) {
  const [{ fetchOver }, { ServerSignIn }] = await Promise.all([
    import('./httpFetch.ts'),
    import('../authorization/serverSignIn.ts'),
  ]);
  const fetch = fetchOver(agents);
  const headers = headersOf(upstream);
  // Who says by a header who they are is not signed in besides; to a control plane one signs in as to its environment.
  const isStated = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const signIn =
    isStated || upstream.origin.kind === 'controlPlane'
      ? {}
      : { signIn: new ServerSignIn(signIns, upstream.name, url, fetch) };
  return { fetch, headers, ...signIn };
}
