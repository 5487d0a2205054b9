// Calls a server in this process by the SDK's client alone, and through the gateway's parts; prints JSON.
// usage: node --expose-gc gatewayBench.ts FOLDER CALLS LASTING
import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { Server } from '@modelcontextprotocol/server';
import { LOCAL } from '../../../server/src/controlPlane/access/principal.ts';
import { Gateway } from '../../../server/src/gateway/gateway.ts';
import type { GatewayCall } from '../../../server/src/gateway/policy/call.ts';
import { policyChain } from '../../../server/src/gateway/policy/chain.ts';
import { Governance } from '../../../server/src/gateway/policy/governance.ts';
import type { Exchange } from '../../../server/src/gateway/serving/exchange.ts';
import { CallLog } from '../../../server/src/gateway/telemetry/callLog.ts';
import type { Upstream } from '../../../server/src/gateway/upstream.ts';
import { summary, timed } from './storeEntries.ts';

const NO_LIMIT = 1_000_000_000;
const PARAMS = { name: 'echo', arguments: { text: 'hello', count: 3, tags: ['a', 'b'] } };
const RESULT = { content: [{ type: 'text' as const, text: 'hello' }] };
const TOOL = {
  name: 'echo',
  inputSchema: { type: 'object' as const, properties: { text: {}, count: {}, tags: {} } },
};

const UPSTREAM: Upstream = {
  name: 'echo',
  origin: { kind: 'manifest', uri: 'echo.heady.yaml' },
  transport: 'http',
  args: [],
  env: {},
  replicas: ['http://a/mcp', 'http://b/mcp'],
  tools: { allow: ['echo'] },
  rateLimit: { perMinute: NO_LIMIT, concurrent: 10 },
  timeoutMs: 60_000,
  trustHints: true,
};

/** The way to a new server that answers at once. */
async function echo(): Promise<InMemoryTransport> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = new Server({ name: 'echo', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', async () => ({ tools: [TOOL] }));
  server.setRequestHandler('tools/call', async () => RESULT);
  await server.connect(far);
  return near;
}

function governance(folder: string): Governance {
  const onerror = (error: Error) => {
    throw error;
  };
  return new Governance({
    limits: { user: NO_LIMIT, workspace: NO_LIMIT, administration: NO_LIMIT },
    callLog: new CallLog(folder, onerror),
  });
}

/** One after the other. Between them others have their turn, as between calls of a client elsewhere: files are written. */
async function paced(count: number, work: () => Promise<unknown>) {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    times.push(await timed(work));
    await setImmediate();
  }
  return summary(times);
}

function resources() {
  globalThis.gc?.();
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : undefined;
  return { heapMb: process.memoryUsage().heapUsed / 2 ** 20, descriptors };
}

async function main([folder = '', calls = '', lasting = '']: string[]) {
  const warnings: string[] = [];
  process.on('warning', ({ name }) => warnings.push(name));
  const { signal } = new AbortController();

  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(await echo());
  const direct = () => client.request({ method: 'tools/call', params: PARAMS }, { signal });

  const governed = governance(folder);
  const chain = policyChain(governed);
  const call: GatewayCall = {
    upstream: UPSTREAM,
    method: 'tools/call',
    item: 'echo',
    params: PARAMS,
    principal: { ...LOCAL, workspace: 'bench' },
    environment: 'prod',
    correlation: 'bench',
    signal,
    definition: { ...TOOL, annotations: { readOnlyHint: true } },
  };

  const whole = governance(folder);
  const open = async () => ({ transport: await echo(), hidden: (text: string) => text });
  const gateway = new Gateway({ environment: 'dev', upstreams: [UPSTREAM], governance: whole, open });
  const nobody = { ask: () => Promise.reject(new Error('nobody is asked')), tell: () => {} };
  const session = gateway.open({ capabilities: {}, ...nobody }, LOCAL);
  const exchange: Exchange = { ...nobody, signal, correlation: 'bench', extras: {}, isAskedByAnswer: false };
  await session.list('tools');

  const contestants = {
    direct,
    chain: () => chain(call, async () => RESULT),
    chainAndClient: () =>
      chain(
        call,
        async (passed) =>
          await client.request({ method: 'tools/call', params: PARAMS }, { signal: passed.signal }),
      ),
    session: () => session.callTool(PARAMS, exchange),
  };
  // Once around, so that all are compiled.
  for (const contestant of Object.values(contestants)) await paced(2_000, contestant);
  const latencies: Record<string, unknown> = {};
  for (const [name, contestant] of Object.entries(contestants)) {
    latencies[name] = await paced(Number(calls), contestant);
  }
  await governed.close();

  const before = resources();
  await paced(Number(lasting), () => session.callTool(PARAMS, exchange));
  await whole.close();
  const after = resources();
  const listeners = getEventListeners(signal, 'abort').length;
  await gateway.close();
  await client.close();
  process.stdout.write(JSON.stringify({ latencies, before, after, listeners, warnings }));
}

await main(process.argv.slice(2));
