import { LOCAL } from '../../controlPlane/access/principal.ts';
import { DEFAULTS, type Upstream } from '../upstream.ts';
import type { GatewayCall } from './call.ts';

/** A server for tests: of two replicas over HTTP, that nothing is said of. */
export function upstreamOf(changes: Partial<Upstream> = {}): Upstream {
  return {
    name: 'server',
    origin: { kind: 'manifest', uri: 'server.heady.yaml' },
    transport: 'http',
    args: [],
    env: {},
    replicas: ['http://a/mcp', 'http://b/mcp'],
    tools: {},
    trustHints: false,
    ...DEFAULTS,
    ...changes,
  };
}

/** A call for tests: of a tool, by the local user, in dev. */
export function callOf(changes: Partial<GatewayCall> = {}): GatewayCall {
  return {
    upstream: upstreamOf(),
    method: 'tools/call',
    item: 'tool',
    params: { name: 'tool', arguments: {} },
    principal: LOCAL,
    environment: 'dev',
    correlation: '1',
    signal: new AbortController().signal,
    ...changes,
  };
}

/** Settles once a call has come as far as it can without time passing. */
export async function quiescence(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
