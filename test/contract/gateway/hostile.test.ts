// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written like that
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  clientOf,
  connectOverHttp,
  connectOverPipes,
  folderWith,
  published,
  type Spec,
  script,
  startGateway,
  TOKEN,
  textOf,
} from './gatewayProcess.ts';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SECRET = 'a-key-that-nobody-is-to-see';
/** Their answers never come. */
const SILENT = ['hangs', 'stops'];
const POLL = { timeout: 120_000, interval: 300 };

const hostile = (way: string, ...args: string[]): Spec => script('hostile.ts', way, ...args);

/** Runs `heady gateway` to its end. */
async function heady(
  folder: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HEADY_CACHE_DIR: join(folder, 'cache'), HEADY_TEST_KEY: SECRET };
  return await new Promise((resolve) => {
    execFile(process.execPath, [HEADY, 'gateway', ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** An HTTP server of this test. @returns its URL */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

it('nine hostile servers leave the tenth alone', { timeout: 600_000 }, async () => {
  const ways = ['hangs', 'stops', 'overflows', 'babbles', 'confuses', 'floods', 'crashes', 'turns', 'claims'];
  const servers = Object.fromEntries(
    ways.map((way) => [way, { ...hostile(way), ...(SILENT.includes(way) ? { timeoutMs: 4_000 } : {}) }]),
  );
  const client = clientOf('legacy');
  await connectOverPipes(client, folderWith({ ...servers, sound: published('server-everything') }));
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  const expected = ['hangs', 'stops', 'overflows', 'babbles', 'confuses', 'floods', 'crashes', 'sound__echo'];
  await expect.poll(names, POLL).toEqual(expect.arrayContaining(expected));
  // Called as the sound server's, it is the sound server's, whoever else would have it.
  const echo = () => textOf(client, 'sound__echo', { message: 'hello' });
  const called = Promise.all(
    ways.slice(0, 7).map(async (way) => [way, await client.callTool({ name: way, arguments: {} })] as const),
  );
  for (let time = 0; time < 5; time++) expect(await echo()).toBe('Echo: hello');
  const answers = new Map(await called);
  for (const way of ['hangs', 'stops', 'crashes'])
    expect([way, answers.get(way)?.isError]).toEqual([way, true]);
  const said = (way: string) => (answers.get(way)?.content[0] as { text: string } | undefined)?.text;
  expect(said('crashes')).toMatch(/^It ended before it answered\./);
  expect(said('overflows')).toHaveLength(10_000_000);
  expect(['babbles', 'confuses', 'floods'].map(said)).toEqual(['babbled', 'confused', 'flooded']);
  expect(await echo()).toBe('Echo: hello');
  // What changes with each list is offered no more, nor is what turns up later.
  await expect
    .poll(async () => (await names()).some((name) => /^(?:turns|new)/.test(name)), POLL)
    .toBe(false);
  const refused = await client.callTool({ name: 'turns', arguments: {} });
  expect(refused._meta).toMatchObject({ 'heady.systems/refusedBy': 'gateway/pin' });
});

describe('a server that changes what it offers', () => {
  it('is offered again once a person has seen what changed, and approved it', {
    timeout: 600_000,
  }, async () => {
    const folder = folderWith({});
    const path = join(folder, 'tools.json');
    const offer = (tool: object) => writeFileSync(path, JSON.stringify([{ name: 'pay', ...tool }]));
    const manifest = folderWith({ shop: hostile('follows', path) });
    offer({ description: 'Pays.', inputSchema: { type: 'object' } });
    const client = clientOf('legacy');
    await connectOverPipes(client, manifest);
    const tools = async () =>
      (await client.listTools()).tools.map(({ name, description }) => `${name}: ${description}`);
    await expect.poll(tools, POLL).toEqual(['pay: Pays.']);
    expect(await textOf(client, 'pay')).toBe('follows');

    offer({ description: 'Pays at once.', inputSchema: { type: 'object' } });
    expect(await tools()).toEqual(['pay: Pays.']);

    offer({ description: 'Pays.', inputSchema: { type: 'object', required: ['account'] } });
    expect(await tools()).toEqual([]);
    const { _meta, isError } = await client.callTool({ name: 'pay', arguments: {} });
    expect([isError, _meta?.['heady.systems/refusedBy']]).toEqual([true, 'gateway/pin']);

    const diff = await heady(manifest, 'pins', 'diff');
    expect(diff.code).toBe(1);
    expect(diff.stdout).toContain('+    "required": [');
    expect(await heady(manifest, 'pins', 'approve', 'pay', '--server', 'shop')).toMatchObject({ code: 0 });
    await expect.poll(tools, POLL).toEqual(['pay: Pays.']);
    expect(await heady(manifest, 'pins', 'diff')).toMatchObject({ code: 0, stdout: '' });
  });
});

it('what a server offered last stays listed while it is down, with its age', {
  timeout: 600_000,
}, async () => {
  const path = join(folderWith({}), 'tools.json');
  writeFileSync(path, JSON.stringify([{ name: 'pay', inputSchema: { type: 'object' } }]));
  const folder = folderWith({ shop: hostile('follows', path), sound: hostile('sound') });
  expect((await heady(folder, 'list')).stdout).toMatch(/tool pay +pinned/);
  const client = clientOf('legacy');
  await connectOverPipes(client, folder);
  const tools = async () =>
    new Map(
      (await client.listTools()).tools.map(({ name, _meta }) => [name, _meta?.['heady.systems/staleSince']]),
    );
  await expect.poll(async () => [...(await tools()).keys()], POLL).toEqual(['pay', 'sound']);
  // Without it the server ends as soon as it is asked for its tools.
  rmSync(path);
  await expect.poll(async () => (await tools()).get('pay'), POLL).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect((await tools()).get('sound')).toBeUndefined();
  const { servers } = JSON.parse((await heady(folder, 'list', '--json')).stdout);
  expect(servers[0]).toMatchObject({
    name: 'shop',
    listedAt: expect.any(Number),
    items: [{ name: 'pay', state: 'pinned' }],
  });
});

it('nothing is dialled that is not granted, and no secret is shown', { timeout: 600_000 }, async () => {
  const away = await serving((request, response) => {
    request.resume();
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  });
  const half = await serving((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"jsonrpc":"2.0",', () => response.destroy());
  });
  const folder = folderWith({
    away: { transport: 'http', url: away },
    half: { transport: 'http', url: half },
    metadata: { transport: 'http', url: 'http://169.254.169.254/latest' },
    hidden: { transport: 'sse', url: 'http://[::ffff:a00:1]/sse' },
    socket: { transport: 'websocket', url: 'ws://0xa9.0xfea9fe/mcp' },
    leaks: { ...hostile('leaks'), env: { KEY: '${HEADY_TEST_KEY}' } },
    sound: hostile('sound'),
  });
  const { stdout, stderr, code } = await heady(folder, 'list', '--json');
  const servers = new Map<string, { state: string; error?: string; items: { name: string }[] }>(
    JSON.parse(stdout).servers.map((server: { name: string }) => [server.name, server]),
  );
  expect(code).toBe(0);
  expect(servers.get('sound')).toMatchObject({ state: 'connected', items: [{ name: 'sound' }] });
  expect(servers.get('away')?.error).toMatch(/[Rr]edirect/);
  expect(servers.get('half')?.state).toBe('failed');
  for (const name of ['metadata', 'socket']) expect(servers.get(name)?.error).toMatch(/link-local address/);
  expect(servers.get('hidden')?.error).toMatch(/private address/);
  expect(servers.get('leaks')?.error).toContain('cannot sign in with ${HEADY_TEST_KEY}');
  expect(stdout + stderr).not.toContain(SECRET);
});

it('what a client signs in with stays with the gateway', { timeout: 600_000 }, async () => {
  const seen: IncomingHttpHeaders[] = [];
  const url = await serving((request, response) => {
    seen.push(request.headers);
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      const { id, method } = JSON.parse(body);
      if (id === undefined) return response.writeHead(202).end();
      const results: Record<string, unknown> = {
        initialize: {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'x', version: '1' },
        },
        'tools/list': { tools: [{ name: 'look', inputSchema: { type: 'object' } }] },
        'tools/call': { content: [{ type: 'text', text: 'seen' }] },
      };
      const result = results[method];
      const error = { code: -32601, message: 'Method not found' };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(result ? { result } : { error }) }));
    });
  });
  const gateway = await startGateway(folderWith({ watching: { transport: 'http', url } }));
  const client = clientOf('legacy');
  await connectOverHttp(client, gateway.url);
  await expect.poll(async () => (await client.listTools()).tools.length, POLL).toBe(1);
  expect(await textOf(client, 'look')).toBe('seen');
  expect(seen.length).toBeGreaterThan(2);
  expect(JSON.stringify(seen)).not.toContain(TOKEN);
  expect(seen.some(({ authorization, cookie }) => authorization !== undefined || cookie !== undefined)).toBe(
    false,
  );
});
