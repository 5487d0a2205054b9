// Calls `echo` of the protocol's own everything server: directly, through the gateway and through mcp-proxy, each by the SDK's
// client over HTTP or pipes as it comes; prints JSON. usage: node gatewayHttpBench.ts FOLDER CALLS
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { summary, timed } from './storeEntries.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const EVERYTHING = root('node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const MCP_PROXY = root('node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs');
const HEADY = root('dist/cli.js');
const TOKEN = 'a-token-of-the-benchmark-0123456789abcdef';
const PATIENCE = 60_000;
const TURNS = 20;

const children: ChildProcess[] = [];

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  children.push(spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' }));
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return String(address.port);
}

/** A gateway over HTTP to one server. @returns its URL */
async function startGateway(folder: string, name: string, spec: object): Promise<string> {
  const own = join(folder, name);
  mkdirSync(own);
  const rateLimit = { perMinute: 1_000_000, concurrent: 100 };
  const manifest = {
    apiVersion: 'heady.systems/v1',
    kind: 'McpServer',
    metadata: { name, tags: { Owner: 'team-bench' } },
    spec: { ...spec, rateLimit },
  };
  // JSON is YAML.
  writeFileSync(join(own, 'server.heady.yaml'), JSON.stringify(manifest));
  const port = await freePort();
  const limits = ['--limit-user', '1000000', '--limit-workspace', '1000000'];
  start([HEADY, 'gateway', '--http', `127.0.0.1:${port}`, '--manifests', join(own, '*.yaml'), ...limits], {
    HEADY_CONTROL_PLANE_TOKEN: TOKEN,
    HEADY_STATE_DIR: own,
    HEADY_CACHE_DIR: own,
  });
  return `http://127.0.0.1:${port}/mcp`;
}

const overHttp = (url: string) => () =>
  new StreamableHTTPClientTransport(new URL(url), { authProvider: { token: async () => TOKEN } });

/** Once its server listens, and knows the tool. */
async function connected(transport: () => Transport): Promise<Client> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const client = new Client({ name: 'bench', version: '1' });
    try {
      await client.connect(transport());
      const { tools } = await client.listTools();
      if (tools.some(({ name }) => name === 'echo')) return client;
      throw new Error('There is no echo.');
    } catch (error) {
      await client.close();
      if (Date.now() > deadline) throw error;
      await setTimeout(200);
    }
  }
}

async function main([folder = '', calls = '']: string[]) {
  const [serverPort, proxyPort] = [await freePort(), await freePort()];
  start([EVERYTHING, 'streamableHttp'], { PORT: serverPort });
  start([MCP_PROXY, '--host', '127.0.0.1', '--port', proxyPort, '--', process.execPath, EVERYTHING]);
  const url = `http://127.0.0.1:${serverPort}/mcp`;
  const ownProcess = { transport: 'stdio', command: process.execPath, args: [EVERYTHING] };
  const contestants = {
    directHttp: overHttp(url),
    gatewayHttp: overHttp(await startGateway(folder, 'over-http', { transport: 'http', url })),
    directPipes: () =>
      new StdioClientTransport({ command: process.execPath, args: [EVERYTHING], stderr: 'ignore' }),
    gatewayPipes: overHttp(await startGateway(folder, 'over-pipes', ownProcess)),
    proxyPipes: overHttp(`http://127.0.0.1:${proxyPort}/mcp`),
  };
  const runners = await Promise.all(
    Object.entries(contestants).map(async ([name, transport]) => {
      const client = await connected(transport);
      const call = async () => {
        const { isError, content } = await client.callTool({ name: 'echo', arguments: { message: 'hello' } });
        if (isError) throw new Error(`${name}: ${JSON.stringify(content)}`);
      };
      return { name, client, call, times: [] as number[] };
    }),
  );
  // Once around, so that all is compiled; then they take turns.
  for (const { call } of runners) for (let made = 0; made < 300; made++) await call();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { call, times } of runners) {
      for (let made = 0; made < Number(calls) / TURNS; made++) times.push(await timed(call));
    }
  }
  const latencies = Object.fromEntries(runners.map(({ name, times }) => [name, summary(times)]));
  for (const { client } of runners) await client.close();
  process.stdout.write(JSON.stringify({ latencies }));
}

try {
  await main(process.argv.slice(2));
} finally {
  for (const child of children) child.kill('SIGTERM');
}
