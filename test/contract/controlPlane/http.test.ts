import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ControlPlaneClient } from '../../../server/src/catalog/controlPlane/client.ts';
import { fetchKnowledge, remoteControlPlane } from '../../../server/src/catalog/controlPlane/http.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { type HttpProcess, spawnHttp, startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS } from './peers.ts';
import { temporaryFolder } from './process.ts';
import { tokenOf } from './tokens.ts';

const STATE_KEY = 'a-state-key-of-the-tests-0123456789abcdef';

describe('a control plane over HTTP', () => {
  it('is registered with, and asked once for all it knows', async () => {
    const { url } = await startHttp();
    const client = new ControlPlaneClient({ makeLink: remoteControlPlane(url, TOKEN) });
    onTestFinished(() => client.dispose());
    await client.start();
    expect(client.status.state).toBe('connected');
    expect(await client.register(service('prod-health-billing'))).toMatchObject({ outcome: 'created' });
    expect(client.entry('Service', 'prod-health-billing', 'prod').state).toBe('known');
    const knowledge = await fetchKnowledge(url, TOKEN);
    expect(knowledge.reached).toBe('known');
    expect([...knowledge.entries()].map(({ name }) => name)).toEqual(['prod-health-billing']);
  });

  it('is known to turn one away before it does, when the time of what lets one in is over', async () => {
    const { url } = await startHttp();
    let end: number | undefined;
    let renewals = 0;
    const makeLink = async () => ({
      ...(await remoteControlPlane(url, TOKEN)()),
      // Once it is connected, soon.
      expiresAt: () => (end ??= Date.now() + 100),
      renew: async () => {
        end = undefined;
        return ++renewals < 3;
      },
    });
    const client = new ControlPlaneClient({ makeLink });
    onTestFinished(() => client.dispose());
    await client.start();
    expect(client.status.state).toBe('connected');
    await vi.waitFor(() => expect(client.status.state).toBe('expired'), { timeout: 120_000 });
    expect(renewals).toBe(3);
    expect(client.status.message).toContain('The token has expired. Sign in again.');
  });

  it('does not judge by its own clock what the control plane takes', async () => {
    const { url } = await startHttp();
    const token = await tokenOf('viewer', { expires: -20 });
    const client = new ControlPlaneClient({ makeLink: remoteControlPlane(url, token) });
    onTestFinished(() => client.dispose());
    await client.start();
    expect(client.status.state).toBe('connected');
  });

  it('is not known without its token, nor where nobody listens', async () => {
    const { url } = await startHttp();
    await expect(fetchKnowledge(url, undefined)).rejects.toThrow();
    await expect(fetchKnowledge(url, 'another')).rejects.toThrow();
    await expect(fetchKnowledge(new URL('http://127.0.0.1:1/mcp'), TOKEN)).rejects.toThrow();
  });

  it('says how it is, and counts what was done', async () => {
    const { url } = await startHttp();
    const get = (path: string, token?: string) =>
      fetch(new URL(path, url), token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).text()).toBe('ready\n');
    expect((await get('/metrics')).status).toBe(401);
    const knowing = await fetchKnowledge(url, TOKEN);
    expect([...knowing.entries()]).toEqual([]);
    const metrics = await (await get('/metrics', await tokenOf('viewer'))).text();
    expect(metrics).toMatch(/^heady_mcp_calls_total\{what="catalog_search",outcome="done"\} 1$/m);
    expect(metrics).toMatch(/^heady_mcp_call_duration_seconds_count\{what="catalog_search"\} 1$/m);
    expect(metrics).toMatch(/^heady_refusals_total\{rule="access\/token"\} 1$/m);
    expect(metrics).toMatch(/^heady_http_requests_total\{path="\/mcp",status="200"\} \d+$/m);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});

it('a control plane over HTTP has one short line for a request, however many messages are in it', async () => {
  const { url, lines } = await startHttp();
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const body = JSON.stringify(Array.from({ length: 100_000 }, () => ({ method: 'ping' })));
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(429);
  await vi.waitFor(() => expect(lines.join('\n')).toContain('"messages":["ping"]'), { timeout: 120_000 });
});

describe.each(HTTP_PEERS)('the control plane over HTTP, to $title', ({ connect }) => {
  it('registers, finds, gets and reads', async () => {
    const peer = await connect((await startHttp()).url, TOKEN);
    expect((await peer.tools()).map(({ name }) => name)).toContain('catalog_register');
    const manifest = service('dev-health-billing');
    const created = await peer.call('catalog_register', { manifest });
    expect(created.structuredContent).toMatchObject({ outcome: 'created', entry: { version: 1, manifest } });
    expect((await peer.call('catalog_search', { text: 'billing' })).structuredContent).toMatchObject({
      total: 1,
    });
    expect(await peer.read('heady://catalog/dev/Service/dev-health-billing')).toMatchObject({ manifest });
    await expect(peer.read('heady://catalog/moon')).rejects.toThrow();
  });

  it('announces what another one registers', async () => {
    const { url } = await startHttp();
    const [peer, other] = await Promise.all([connect(url, TOKEN), connect(url, TOKEN)]);
    const seen = await peer.subscribe(['heady://catalog/dev']);
    await vi.waitFor(
      async () => {
        // A client of 2025 opens its stream for announcements by and by.
        await other.call('catalog_register', { manifest: service(`dev-health-${crypto.randomUUID()}`) });
        expect(new Set(seen)).toEqual(new Set(['heady://catalog/dev', 'list']));
      },
      { timeout: 120_000, interval: 200 },
    );
  });

  it('asks the operator to approve what reaches prod', async () => {
    const { url } = await startHttp();
    const asked: string[] = [];
    const peer = await connect(url, await tokenOf('operator', { subject: 'olga' }), (message) => {
      asked.push(message);
      return message.includes('billing');
    });
    const register = (name: string) => peer.call('catalog_register', { manifest: service(name) });
    expect((await register('prod-health-billing')).structuredContent).toMatchObject({ outcome: 'created' });
    expect(await register('prod-health-other')).toMatchObject({
      isError: true,
      refusedBy: 'access/catalog_register/prod',
    });
    expect((await register('dev-health-other')).structuredContent).toMatchObject({ outcome: 'created' });
    expect(asked).toEqual(
      ['billing', 'other'].map(
        (name) => `olga asks for catalog_register in prod: Service prod-health-${name}. Approve?`,
      ),
    );
  });

  it('refuses by role, and says by which rule', async () => {
    const { url } = await startHttp();
    const peer = await connect(url, await tokenOf('viewer'));
    expect(await peer.call('catalog_register', { manifest: service('dev-health-a') })).toMatchObject({
      isError: true,
      refusedBy: 'access/catalog_register/dev',
      text: expect.stringContaining('With the role viewer you may not register in dev and test.'),
    });
    expect((await peer.call('catalog_search', {})).structuredContent).toMatchObject({ total: 0 });
  });

  it('goes on when the node starts anew in between', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const environment = { HEADY_CONTROL_PLANE_STATE_KEY: STATE_KEY };
    const first = await startHttp({ database, environment });
    const peer = await connect(first.url, TOKEN);
    await peer.call('catalog_register', { manifest: service('dev-health-a') });
    first.child.kill('SIGKILL');
    await first.exited;
    await startHttp({ database, environment, args: ['--http', `127.0.0.1:${first.url.port}`] });
    expect((await peer.call('catalog_search', {})).structuredContent).toMatchObject({ total: 1 });
  });
});

describe('a session of revision 2025-11-25', () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  };
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };

  function send(url: URL, message: object, token: string, session?: string, method = 'POST') {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(session === undefined ? {} : { 'mcp-session-id': session }),
    };
    return fetch(url, { method, headers, ...(method === 'POST' ? { body: JSON.stringify(message) } : {}) });
  }

  async function begin({ url }: HttpProcess, token: string): Promise<string> {
    return (await send(url, initialize, token)).headers.get('mcp-session-id') ?? '';
  }

  it('is carried on by another node, for its owner alone', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const environment = { HEADY_CONTROL_PLANE_STATE_KEY: STATE_KEY };
    const [one, other] = await Promise.all([
      startHttp({ database, environment }),
      startHttp({ database, environment }),
    ]);
    const olga = await tokenOf('viewer', { subject: 'olga' });
    const session = await begin(one, olga);
    expect((await send(other.url, list, olga, session)).status).toBe(200);
    const mallory = await tokenOf('admin', { subject: 'mallory' });
    expect((await send(one.url, list, mallory, session)).status).toBe(404);
    expect((await send(other.url, list, mallory, session)).status).toBe(404);
    const stranger = await startHttp();
    expect((await send(stranger.url, list, olga, session)).status).toBe(404);
  });

  it('is told of changes by the node that has its stream, whichever it subscribed at', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const environment = { HEADY_CONTROL_PLANE_STATE_KEY: STATE_KEY };
    const [one, other] = await Promise.all([
      startHttp({ database, environment }),
      startHttp({ database, environment }),
    ]);
    const session = await begin(one, TOKEN);
    const stream = await send(one.url, {}, TOKEN, session, 'GET');
    const params = { uri: 'heady://catalog/dev' };
    await send(other.url, { jsonrpc: '2.0', id: 3, method: 'resources/subscribe', params }, TOKEN, session);
    const writer = await HTTP_PEERS[0]?.connect(other.url, TOKEN);
    await writer?.call('catalog_register', { manifest: service('dev-health-a') });
    let told = '';
    for await (const chunk of stream.body ?? []) {
      told += Buffer.from(chunk).toString();
      if (told.includes('"uri":"heady://catalog/dev"')) break;
    }
    expect(told).toContain('notifications/resources/updated');
  });

  it('leaves no stream open for a call that was cancelled', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const node = await startHttp({ database });
    const session = await begin(node, TOKEN);
    // Somebody else writes for a long time: the call has to wait.
    const writer = new DatabaseSync(database);
    onTestFinished(() => writer.close());
    writer.exec('BEGIN IMMEDIATE');
    const params = { name: 'catalog_register', arguments: { manifest: service('dev-health-a') } };
    const call = await send(
      node.url,
      { jsonrpc: '2.0', id: 3, method: 'tools/call', params },
      TOKEN,
      session,
    );
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } };
    expect((await send(node.url, cancel, TOKEN, session)).status).toBe(202);
    expect(await call.text()).not.toContain('result');
    writer.exec('ROLLBACK');
  });

  it('ends when its client says so, and is none where it was made up', async () => {
    const node = await startHttp();
    const session = await begin(node, TOKEN);
    expect((await send(node.url, {}, TOKEN, session, 'DELETE')).status).toBe(200);
    expect((await send(node.url, list, TOKEN, session)).status).toBe(404);
    for (const made of ['x', 'x.y', '.', `${session}x`, `x${session}`, 'a'.repeat(7_000)]) {
      expect((await send(node.url, list, TOKEN, made)).status).toBe(404);
    }
    expect((await send(node.url, list, TOKEN)).status).toBe(400);
  });
});

describe('the end of a control plane over HTTP', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers on %s what is under way, ends streams, and exits 0',
    async (signal) => {
      const database = join(temporaryFolder(), 'catalog.db');
      const node = await startHttp({ database });
      const [v2] = HTTP_PEERS;
      const peer = await v2?.connect(node.url, TOKEN);
      await peer?.subscribe(['heady://catalog/dev']);
      const writes = Array.from({ length: 40 }, async (_, i) => {
        const answer = await peer?.call('catalog_register', { manifest: service(`dev-health-n${i}`) });
        return answer?.structuredContent ? 1 : 0;
      });
      await Promise.race(writes);
      node.child.kill(signal);
      const acknowledged = (await Promise.allSettled(writes)).filter(
        (write) => write.status === 'fulfilled' && write.value === 1,
      ).length;
      expect(await node.exited).toBe(0);
      expect(acknowledged).toBeGreaterThan(0);
      const again = await startHttp({ database });
      const kept = await fetchKnowledge(again.url, TOKEN);
      expect([...kept.entries()].length).toBeGreaterThanOrEqual(acknowledged);
    },
  );
});

describe('heady control-plane', () => {
  const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

  it('is the same program', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const args = ['control-plane', '--http', '127.0.0.1:0', '--store', `sqlite:${database}`];
    const node = spawnHttp(args, { HEADY_CONTROL_PLANE_TOKEN: TOKEN }, CLI);
    const { port } = await node.listening;
    expect([...(await fetchKnowledge(new URL(`http://127.0.0.1:${port}/mcp`), TOKEN)).entries()]).toEqual([]);
    node.child.kill('SIGTERM');
    expect(await node.exited).toBe(0);
  });

  it('has the linter say which token is missing', async () => {
    const { url } = await startHttp();
    const args = [CLI, 'lint', '--no-cache', '--control-plane', url.href];
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: temporaryFolder(), env: {} });
    expect(stderr).toMatch(/^heady lint: http:.* could not be asked: .*401.*Set HEADY_TOKEN/);
  });

  it('exits 2 on settings that cannot be, and names where they were set', async () => {
    const node = spawnHttp(['control-plane', '--stdio'], { HEADY_CONTROL_PLANE_STORE: 'mysql://x' }, CLI);
    expect(await node.exited).toBe(2);
    expect(said(node)).toMatch(/^heady control plane: HEADY_CONTROL_PLANE_STORE: it begins with sqlite:/);
  });
});

describe('a control plane that cannot listen', () => {
  const start = (listen: string) =>
    spawnHttp(['--http', listen, '--store', `sqlite:${join(temporaryFolder(), 'catalog.db')}`], {
      HEADY_CONTROL_PLANE_TOKEN: TOKEN,
    });

  it('says that the port is taken, and exits 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const node = start(`127.0.0.1:${port}`);
    expect(await node.exited).toBe(1);
    expect(said(node)).toBe(
      `heady control plane: cannot start: It cannot listen on 127.0.0.1 port ${port}: another program does. Stop it, or choose another port.`,
    );
  });

  it('exits 2 without a token, with what to set', async () => {
    const node = spawnHttp(['--http', '127.0.0.1:0', '--store', 'sqlite:x']);
    expect(await node.exited).toBe(2);
    expect(said(node)).toMatch(/nobody could connect without a token/);
  });
});

function said({ lines }: { lines: string[] }): string {
  return lines.join('\n');
}
