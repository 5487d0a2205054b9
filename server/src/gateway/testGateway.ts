import { InMemoryTransport } from '@modelcontextprotocol/client';
import { Server, type ServerCapabilities } from '@modelcontextprotocol/server';
import { LOCAL } from '../controlPlane/access/principal.ts';
import type { Message } from './connection/caller.ts';
import type { Json } from './connection/raw.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { upstreamOf } from './policy/testCall.ts';
import type { Exchange } from './serving/exchange.ts';
import type { Upstream } from './upstream.ts';

/** What a server of a test answers: by method, whatever is asked. */
export interface TestServer {
  readonly answers: Readonly<Record<string, Json>>;
  readonly capabilities?: ServerCapabilities;
  readonly instructions?: string;
  /** Default: a process. */
  readonly upstream?: Partial<Upstream>;
}

/** A gateway in this process, to servers in this process that speak revision 2025-11-25. */
export function gatewayTo(
  servers: Readonly<Record<string, TestServer>>,
  options: Partial<GatewayOptions> = {},
) {
  const running = new Map<string, Server[]>();
  const started: string[] = [];
  const upstreams = Object.entries(servers).map(([name, { upstream }]) =>
    upstreamOf({ name, transport: 'stdio', replicas: [''], ...upstream }),
  );
  const open = async ({ name }: Upstream) => {
    started.push(name);
    const { answers, capabilities, instructions } = servers[name] ?? { answers: {} };
    const server = new Server(
      { name, version: '1' },
      {
        capabilities: capabilities ?? {
          tools: { listChanged: true },
          prompts: {},
          resources: { subscribe: true },
        },
        ...(instructions === undefined ? {} : { instructions }),
      },
    );
    server.fallbackRequestHandler = async ({ method }) => (answers[method] ?? {}) as never;
    const [own, theirs] = InMemoryTransport.createLinkedPair();
    await server.connect(own);
    running.set(name, [...(running.get(name) ?? []), server]);
    return { transport: theirs, hidden: (text: string) => text, isLegacy: true as const };
  };
  const gateway = new Gateway({ environment: 'dev', upstreams, open, ...options });
  const told: Message[] = [];
  const client = {
    capabilities: {},
    ask: () => Promise.reject(new Error('nobody is asked')),
    tell: (notification: Message) => void told.push(notification),
  };
  return {
    gateway,
    client,
    session: gateway.open(client, LOCAL),
    /** What the session's client was told. */
    told,
    /** Names of servers, each time that one was started. */
    started,
    /** Ends all processes of a server, as if they had crashed. */
    crash: async (name: string) => {
      const all = running.get(name) ?? [];
      running.set(name, []);
      await Promise.all(all.map((server) => server.close()));
    },
  };
}

/** A request of a client that cannot be asked anything. */
export function exchangeOf(changes: Partial<Exchange> = {}): Exchange {
  return {
    ask: () => Promise.reject(new Error('nobody is asked')),
    tell: () => {},
    signal: new AbortController().signal,
    correlation: '1',
    extras: {},
    isAskedByAnswer: false,
    ...changes,
  };
}
