import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { GATEWAY_TOKEN_VARIABLE, type GatewayStatus } from '../../../server/src/protocol/gateway.ts';
import type { ServerContents } from '../../../server/src/protocol/gatewayOverview.ts';
import { LspClient } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const EVERYTHING = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);
const TOKEN = 'a-token-of-the-tests-0123456789abcdef';
const WAIT = { timeout: 120_000, interval: 50 };

function mcpServer(name: string, ...environments: string[]): string {
  return `apiVersion: heady.systems/v1
kind: McpServer
metadata:
  name: ${name}
  tags:
    Owner: team-platform
spec:
  transport: stdio
  command: ${JSON.stringify(process.execPath)}
  args: [${JSON.stringify(EVERYTHING)}, stdio]
  environments: [${environments.join(', ')}]
`;
}

let workspace: WorkspaceFolder;
let client: LspClient;
const told: GatewayStatus[] = [];
const last = () => told.at(-1);

beforeAll(async () => {
  workspace = new WorkspaceFolder({
    'everything.heady.yaml': mcpServer('everything', 'dev', 'test'),
    'broken.heady.yaml': mcpServer('broken', 'dev').replace('transport: stdio', 'transport: pigeon'),
  });
  client = await LspClient.start({
    folders: [workspace.uri],
    environment: { [GATEWAY_TOKEN_VARIABLE]: TOKEN, HEADY_STATE_DIR: workspace.path },
  });
  client.connection.onNotification('heady/gateway/changed', (status: GatewayStatus) => {
    told.push(status);
  });
  await client.indexed();
});

afterAll(async () => {
  await client.stop();
  workspace[Symbol.dispose]();
});

function status(method = 'heady/gateway'): Promise<GatewayStatus> {
  return client.request(method);
}

async function stateOf(server: string): Promise<string | undefined> {
  return (await status()).servers.find(({ name }) => name === server)?.state;
}

/** Processes that run with something in their command line. */
function processesWith(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return words.every((word) => line.includes(word));
      } catch {
        return false;
      }
    })
    .map(Number);
}

const gatewayProcesses = () => processesWith('gateway', '--stdio', workspace.path);

async function asAgent<T>(url: string | undefined, work: (agent: Client) => Promise<T>): Promise<T> {
  const agent = new Client({ name: 'an agent', version: '1.0.0' });
  const headers = { authorization: `Bearer ${TOKEN}` };
  await agent.connect(new StreamableHTTPClientTransport(new URL(url ?? ''), { requestInit: { headers } }));
  try {
    return await work(agent);
  } finally {
    await agent.close();
  }
}

/** What an agent sees once that tool is there: a server that takes its time is listed when it has answered. */
function toolsOnce(tool: string, url: string | undefined): Promise<string[]> {
  return vi.waitFor(async () => {
    const names = await asAgent(url, async (agent) =>
      (await agent.listTools()).tools.map(({ name }) => name),
    );
    expect(names).toContain(tool);
    return names;
  }, WAIT);
}

it('starts no gateway before somebody needs one, and tells of the servers there are', async () => {
  const { state, declared, servers } = await status();
  expect({ state, servers }).toEqual({ state: 'none', servers: [] });
  expect(declared).toMatchObject([
    { name: 'broken' },
    { name: 'everything', transport: 'stdio', environments: ['dev', 'test'], range: { start: { line: 3 } } },
  ]);
  expect(gatewayProcesses()).toEqual([]);
});

it('serves agents over HTTP on loopback, with the token that the editor made', async () => {
  const { state, url, servers } = await status('heady/gateway/start');
  expect(state).toBe('running');
  // The broken manifest disables itself alone.
  expect(servers).toMatchObject([{ name: 'everything', state: 'idle' }]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  expect((await fetch(url ?? '', { method: 'POST', body: '{}' })).status).toBe(401);
  const names = await toolsOnce('echo', url);
  await vi.waitFor(() => expect(last()?.servers[0]?.counts?.tools).toBe(names.length), WAIT);
});

it('shows an agent nothing of what is only for the editor', async () => {
  const { url } = await status();
  await asAgent(url, async (agent) => {
    await expect(agent.readResource({ uri: 'heady://gateway/servers' })).rejects.toThrow();
    const { resources } = await agent.listResources();
    expect(resources.map(({ uri }) => uri)).not.toContain('heady://gateway/servers');
  });
});

it('tells what a server offers, calls its tools and reads its resources', async () => {
  const contents = await client.request<ServerContents>('heady/gateway/contents', { server: 'everything' });
  const echo = contents.tools.find(({ name }) => name === 'echo');
  expect(echo).toMatchObject({ exposed: 'echo', definition: { inputSchema: { type: 'object' } } });
  expect(contents.prompts.length).toBeGreaterThan(0);
  const params = { name: 'echo', arguments: { message: 'hello' } };
  const result = await client.request('heady/gateway/callTool', params);
  expect(result).toMatchObject({ content: [{ type: 'text', text: 'Echo: hello' }] });
  const uri = contents.resources[0]?.name ?? '';
  expect(await client.request('heady/gateway/readResource', { uri })).toMatchObject({ contents: [{ uri }] });
  const log = await client.request<string[]>('heady/gateway/serverLog', { server: 'everything' });
  expect(log.join('\n')).toContain('Starting default (STDIO) server');
  const figuresOf = async () => (await status()).servers.find(({ name }) => name === 'everything')?.figures;
  await expect.poll(async () => (await figuresOf())?.calls ?? 0, WAIT).toBeGreaterThanOrEqual(2);
  expect(await figuresOf()).toMatchObject({ p95: expect.any(Number) });
});

it('stops and starts one server by hand', async () => {
  await client.request('heady/gateway/stopServer', { server: 'everything' });
  expect(await stateOf('everything')).toBe('stopped');
  const params = { name: 'echo', arguments: { message: 'hello' } };
  const refused = await client.request('heady/gateway/callTool', params);
  expect(JSON.stringify(refused)).toContain('was stopped by hand');
  await client.request('heady/gateway/startServer', { server: 'everything' });
  expect(await stateOf('everything')).toBe('connected');
  const again = await client.request('heady/gateway/callTool', params);
  expect(again).toMatchObject({ content: [{ text: 'Echo: hello' }] });
});

it('is started again at the same place when it dies', async () => {
  const { url } = await status();
  const [pid] = gatewayProcesses();
  if (pid === undefined) throw new Error('There is no gateway to kill.');
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => {
    const [now] = gatewayProcesses();
    expect(now).toBeDefined();
    expect(now).not.toBe(pid);
  }, WAIT);
  expect(await status('heady/gateway/start')).toMatchObject({ state: 'running', url });
  await toolsOnce('echo', url);
});

it('follows the environment and the manifests on disk', async () => {
  await client.request('heady/setEnvironment', { environment: 'test' });
  const served = { state: 'running', environment: 'test', servers: [{ name: 'everything' }] };
  await vi.waitFor(() => expect(last()).toMatchObject(served), WAIT);
  workspace.write('second.heady.yaml', mcpServer('second', 'test'));
  const changes = [{ uri: workspace.uriOf('second.heady.yaml'), type: 1 }];
  await client.notify('workspace/didChangeWatchedFiles', { changes });
  const names = () => last()?.servers.map(({ name }) => name);
  await vi.waitFor(() => expect(names()).toEqual(['everything', 'second']), WAIT);
  const { url } = await status();
  await toolsOnce('second__echo', url);
});

it('keeps prod read-only until the editor unlocks it', async () => {
  workspace.write('guarded.heady.yaml', mcpServer('guarded', 'prod'));
  const changes = [{ uri: workspace.uriOf('guarded.heady.yaml'), type: 1 }];
  await client.notify('workspace/didChangeWatchedFiles', { changes });
  await client.request('heady/setEnvironment', { environment: 'prod' });
  await vi.waitFor(() => expect(last()).toMatchObject({ state: 'running', environment: 'prod' }), WAIT);
  const refusal = async () => {
    const params = { name: 'echo', arguments: { message: 'hello' } };
    return await client.request('heady/gateway/callTool', params);
  };
  const refusedBy = (rule: string) => ({ _meta: { 'heady.systems/refusedBy': rule } });
  await expect.poll(refusal, WAIT).toMatchObject(refusedBy('gateway/prod-read-only'));
  await client.request('heady/unlock', { environment: 'prod', reason: 'release 12', minutes: 5 });
  // What comes next is the next stage: nobody has approved the tool yet.
  await expect.poll(refusal, WAIT).toMatchObject(refusedBy('gateway/pin'));
  await client.request('heady/lock');
  await expect.poll(refusal, WAIT).toMatchObject(refusedBy('gateway/prod-read-only'));
  await client.request('heady/setEnvironment', { environment: 'test' });
  await vi.waitFor(() => expect(last()).toMatchObject({ state: 'running', environment: 'test' }), WAIT);
});

it('ends, and its servers with it, also when the language server is killed', async () => {
  await status('heady/gateway/start');
  await client.request('heady/gateway/contents', { server: 'everything' });
  expect(gatewayProcesses()).toHaveLength(1);
  client.process.kill('SIGKILL');
  await client.exited;
  await vi.waitFor(() => expect(gatewayProcesses()).toEqual([]), WAIT);
});
