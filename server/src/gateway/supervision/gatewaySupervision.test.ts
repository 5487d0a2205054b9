import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overviewOf } from '../serving/overview.ts';
import { exchangeOf, gatewayTo, type TestServer } from '../testGateway.ts';

const RESOURCE = { uri: 'test://one', name: 'one' };
const ECHO: TestServer = {
  answers: {
    'tools/list': { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] },
    'resources/list': { resources: [RESOURCE] },
  },
};

let all: ReturnType<typeof gatewayTo>;
beforeEach(() => {
  vi.useFakeTimers();
  all = gatewayTo({ echo: ECHO, other: ECHO });
});
afterEach(async () => {
  vi.useRealTimers();
  await all.gateway.close();
});

const serverOf = (name: string) => {
  const overview = overviewOf(all.gateway, 'http://127.0.0.1/mcp');
  return overview.servers.find((server) => server.name === name) ?? expect.fail('there is such a server');
};
const nodeOf = (name: string) => {
  const { supervision } = overviewOf(all.gateway, 'http://127.0.0.1/mcp');
  const servers = supervision.children.find(({ id }) => id === 'servers');
  return servers?.children.find(({ id }) => id === name);
};
const call = () => all.session.callTool({ name: 'echo__echo' }, exchangeOf());

test('a process that crashed is started again by itself, and the tree tells how often', async () => {
  await call();
  expect(nodeOf('echo')).toEqual({
    id: 'echo',
    restarts: { count: 0, max: 5, withinSeconds: 60 },
    children: [{ id: 'client 1', policy: 'transient', state: 'running', children: [] }],
  });
  const before = all.started.length;
  await all.crash('echo');
  expect(nodeOf('echo')?.children).toMatchObject([{ state: 'waiting', error: 'It ended.' }]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(all.started.slice(before)).toEqual(['echo']);
  expect(serverOf('echo')).toMatchObject({ state: 'connected', restarts: { count: 1 } });
});

test('what crashes too often is left alone, which is one alert, while others carry on', async () => {
  await call();
  for (let crashes = 0; crashes < 5; crashes++) {
    await all.crash('echo');
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(serverOf('echo')).toMatchObject({ state: 'failed', restarts: { count: 5, max: 5 } });
  expect(overviewOf(all.gateway, '').alerts).toMatchObject([
    {
      feeling: 'pain',
      server: 'echo',
      message: '"echo": It ended 5 times within 60 s and is left alone for now. It ended.',
      since: expect.stringMatching(/^\d{4}-/),
    },
  ]);
  await expect(call()).rejects.toThrow('is left alone for now');
  await expect(all.session.callTool({ name: 'other__echo' }, exchangeOf())).resolves.toBeDefined();
  await all.gateway.allow(all.gateway.upstreams[0] ?? expect.fail('there are two'));
  await expect(call()).resolves.toBeDefined();
  expect(overviewOf(all.gateway, '').alerts).toEqual([]);
});

test('what somebody listens to is permanent, and listened to again', async () => {
  const options = { caller: all.client, signal: new AbortController().signal };
  await all.session.list('resources');
  await all.session.subscribe(RESOURCE.uri, options);
  expect(nodeOf('echo')?.children).toMatchObject([{ policy: 'permanent' }]);
  for (let crashes = 0; crashes < 5; crashes++) {
    await all.crash('echo');
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(nodeOf('echo')?.children).toMatchObject([{ state: 'left alone' }]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(nodeOf('echo')?.children).toMatchObject([{ state: 'running' }]);
  await all.session.unsubscribe(RESOURCE.uri, options);
  expect(nodeOf('echo')?.children).toMatchObject([{ policy: 'transient' }]);
});

test('a server stopped by hand is not started, nor waited for once it is allowed again', async () => {
  const [echo] = all.gateway.upstreams;
  if (!echo) expect.fail('there are two');
  await call();
  await all.gateway.stop(echo);
  expect(serverOf('echo').state).toBe('stopped');
  await expect(call()).rejects.toThrow('was stopped by hand');
  await all.gateway.allow(echo);
  await expect(call()).resolves.toBeDefined();
});

test('a client that is gone leaves nothing supervised behind', async () => {
  await call();
  await all.gateway.end(all.session);
  expect(nodeOf('echo')?.children).toEqual([]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(all.started.filter((name) => name === 'echo')).toHaveLength(1);
});
