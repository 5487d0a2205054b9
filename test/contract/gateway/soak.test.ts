import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InMemoryTransport } from '@modelcontextprotocol/client';
import { Server } from '@modelcontextprotocol/server';
import { expect, it, onTestFinished } from 'vitest';
import { LOCAL } from '../../../server/src/controlPlane/access/principal.ts';
import { Gateway } from '../../../server/src/gateway/gateway.ts';
import { Governance } from '../../../server/src/gateway/policy/governance.ts';
import type { Exchange } from '../../../server/src/gateway/serving/exchange.ts';
import { CallLog } from '../../../server/src/gateway/telemetry/callLog.ts';
import type { Upstream } from '../../../server/src/gateway/upstream.ts';
import { temporaryFolder } from '../controlPlane/process.ts';

const CALLS = 100_000;
/** Until what is kept of the last minutes is full, and all code compiled. */
const WARM_UP = 20_000;
/** A leak of a hundred bytes a call would be twice that. */
const TOLERATED_HEAP = 5_000_000;
const NO_LIMIT = 1_000_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('leaves nothing behind of 100,000 calls: no listener, no descriptor, no memory', {
  timeout: 600_000,
}, async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error) => void warnings.push(warning);
  process.on('warning', keep);
  onTestFinished(() => void process.off('warning', keep));

  const callLog = new CallLog(temporaryFolder(), (error) => {
    throw error;
  });
  const limits = { user: NO_LIMIT, workspace: NO_LIMIT, administration: NO_LIMIT };
  const governance = new Governance({ limits, callLog });
  const open = async () => ({ transport: await echo(), hidden: (text: string) => text });
  const gateway = new Gateway({ environment: 'dev', upstreams: [UPSTREAM], governance, open });
  const nobody = { ask: () => Promise.reject(new Error('nobody is asked')), tell: () => {} };
  const session = gateway.open({ capabilities: {}, ...nobody }, LOCAL);
  // One signal for all: what listens to it and does not cease to would pile up.
  const { signal } = new AbortController();
  const exchange: Exchange = { ...nobody, signal, correlation: 'soak', extras: {}, isAskedByAnswer: false };
  const call = async (count: number) => {
    for (let made = 0; made < count; made++) {
      const result = await session.callTool({ name: 'echo', arguments: { text: 'hello' } }, exchange);
      if (result.isError) throw new Error(JSON.stringify(result));
      // Between them others have their turn, as between calls of a client elsewhere: files are written.
      await setImmediate();
    }
  };
  await session.list('tools');

  await call(WARM_UP);
  const before = held();
  await call(CALLS);
  const after = held();

  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(warnings).toEqual([]);
  // The file that calls are recorded in may have been opened, or changed for a new one.
  expect(after.descriptors - before.descriptors).toBeLessThanOrEqual(1);
  expect(after.heap - before.heap).toBeLessThan(TOLERATED_HEAP);
  await gateway.close();
  await governance.close();
});

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
  const server = new Server({ name: 'echo', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({
    tools: [{ name: 'echo', inputSchema: { type: 'object' as const } }],
  }));
  server.setRequestHandler('tools/call', () => ({ content: [{ type: 'text' as const, text: 'hello' }] }));
  await server.connect(far);
  return near;
}

/** What this process holds now: bytes of its heap, and open files where that can be seen. */
function held(): { heap: number; descriptors: number } {
  collectGarbage();
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { heap: process.memoryUsage().heapUsed, descriptors };
}
