import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { DeclaredServer, GatewayStatus } from '../../../server/src/protocol/gateway.ts';
import type { InputsParams } from '../../../server/src/protocol/gatewayInputs.ts';
import { sealToken } from '../../../server/src/protocol/tokens.ts';
import { TOKEN as ADMIN, startHttp } from '../controlPlane/httpProcess.ts';
import { LspClient, TOKENS_KEY } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const EVERYTHING = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);
const WAIT = { timeout: 120_000, interval: 50 };
const KEY = 'the-key-of-the-tests-4711';

const MCP_JSON = '.vscode/mcp.json';
const everything = { command: process.execPath, args: [EVERYTHING, 'stdio'] };

function mcpServer(name: string, spec: string): string {
  return `apiVersion: heady.systems/v1
kind: McpServer
metadata:
  name: ${name}
  tags: { Owner: team-platform }
spec:
  ${spec}
`;
}

let workspace: WorkspaceFolder;
let client: LspClient;
const answers = new Map<string, string>();
const asked: InputsParams[] = [];

beforeAll(async () => {
  workspace = new WorkspaceFolder({
    'lost.heady.yaml': mcpServer('lost', 'transport: http'),
    'twice.heady.yaml': mcpServer('plain', 'transport: stdio\n  command: x\n  environments: [test]'),
  });
  tell({
    inputs: [{ id: 'key', type: 'promptString', description: 'the key', password: true }],
    servers: {
      plain: everything,
      asking: { ...everything, env: { KEY: '\u0024{input:key}' } },
      wrong: { type: 'pigeon' },
    },
  });
  client = await LspClient.start({
    folders: [workspace.uri],
    options: { storagePath: workspace.path },
    environment: { HEADY_STATE_DIR: workspace.path, HEADY_CACHE_DIR: workspace.path },
    settings: { gateway: { quietHours: '', allowAddresses: ['10.1.2.3'] } },
  });
  client.connection.onRequest('heady/gateway/inputs', (params: InputsParams) => {
    asked.push(params);
    const known = params.ids.flatMap((id) => {
      const answer = answers.get(id);
      return answer === undefined ? [] : [[id, sealToken(TOKENS_KEY, answer)]];
    });
    return { sealed: Object.fromEntries(known) };
  });
  await client.indexed();
});

afterAll(async () => {
  await client.stop();
  workspace[Symbol.dispose]();
});

function tell(content: object): void {
  workspace.write(MCP_JSON, JSON.stringify(content, null, 1));
}

function status(method = 'heady/gateway'): Promise<GatewayStatus> {
  return client.request(method);
}

async function declared(name: string): Promise<DeclaredServer[]> {
  return (await status()).declared.filter((server) => server.name === name);
}

it('tells of all servers who tells of them, where, and why one is left out', async () => {
  await vi.waitFor(async () => expect(await declared('asking')).toHaveLength(1), WAIT);
  expect(await declared('lost')).toMatchObject([
    {
      origin: 'manifest',
      uri: workspace.uriOf('lost.heady.yaml'),
      problem: expect.stringContaining('spec.url'),
    },
  ]);
  expect(await declared('asking')).toMatchObject([
    {
      origin: 'mcp.json',
      uri: workspace.uriOf(MCP_JSON),
      problem: 'It asks for: the key. Answer, and it is served.',
      inputs: [{ id: 'key', password: true, isAnswered: false }],
    },
  ]);
  expect(await declared('wrong')).toMatchObject([{ problem: expect.stringContaining('pigeon') }]);
  expect(await declared('control-plane')).toMatchObject([
    { origin: 'controlPlane', target: 'built into Heady', environments: ['dev', 'test', 'stage', 'prod'] },
  ]);
  const plain = await declared('plain');
  expect(
    plain.map(({ origin, environments, problem }) => [origin, environments, problem !== undefined]),
  ).toEqual([
    ['manifest', ['test'], false],
    ['mcp.json', ['dev', 'stage', 'prod'], false],
    ['mcp.json', ['test'], true],
  ]);
  expect(asked.every(({ uri }) => uri === workspace.uriOf(MCP_JSON))).toBe(true);
});

it('serves them, and the control plane in the role of an agent', async () => {
  const { state, servers } = await status('heady/gateway/start');
  expect(state).toBe('running');
  expect(servers.map(({ name }) => name)).toEqual(['plain', 'control-plane']);
  const contents = () => client.request('heady/gateway/contents', { server: 'control-plane' });
  const named = (name: string) => expect.objectContaining({ name });
  await vi.waitFor(async () => {
    expect(await contents()).toMatchObject({ tools: expect.arrayContaining([named('catalog_search')]) });
  }, WAIT);
  const secrets = { name: 'secret_list', arguments: {} };
  expect(await client.request('heady/gateway/callTool', secrets)).toMatchObject({ isError: true });
});

it('serves what waited for an answer once it has one, which it gets and nobody else', async () => {
  answers.set('key', KEY);
  const { servers } = await status('heady/gateway/restart');
  expect(servers.map(({ name }) => name)).toEqual(['plain', 'asking', 'control-plane']);
  const [asking] = await declared('asking');
  expect(asking).toMatchObject({ inputs: [{ isAnswered: true }] });
  expect(asking).not.toHaveProperty('problem');
  const params = { name: 'asking__get-env', arguments: {} };
  await vi.waitFor(async () => {
    await client.request('heady/gateway/contents', { server: 'plain' });
    await client.request('heady/gateway/contents', { server: 'asking' });
    expect(JSON.stringify(await client.request('heady/gateway/callTool', params))).toContain(KEY);
  }, WAIT);
  expect(JSON.stringify(await status())).not.toContain(KEY);
});

it('follows the file', async () => {
  tell({ servers: { other: everything } });
  const changes = [{ uri: workspace.uriOf(MCP_JSON), type: 2 }];
  await client.notify('workspace/didChangeWatchedFiles', { changes });
  await vi.waitFor(async () => {
    const { state, servers } = await status();
    expect(state).toBe('running');
    expect(servers.map(({ name }) => name)).toEqual(['other', 'control-plane']);
  }, WAIT);
});

it('does not serve what the settings turn off', async () => {
  client.settings = { gateway: { mcpJson: false, controlPlane: false } };
  await client.notify('workspace/didChangeConfiguration', { settings: {} });
  await vi.waitFor(async () => {
    const { declared, servers } = await status();
    expect(declared.map(({ name }) => name)).toEqual(['lost', 'plain']);
    expect(servers).toEqual([]);
  }, WAIT);
});

it('shows the control plane of an environment the token that the user signed in with, and agents none of it', async () => {
  const { url } = await startHttp();
  using folder = new WorkspaceFolder();
  await using editor = await LspClient.start({
    folders: [folder.uri],
    options: { storagePath: folder.path },
    environment: { HEADY_STATE_DIR: folder.path, HEADY_CACHE_DIR: folder.path },
    settings: {
      environments: { dev: { controlPlane: [url.href] } },
      gateway: { allowAddresses: ['127.0.0.1'] },
    },
    tokens: { [url.origin]: ADMIN },
  });
  await editor.indexed();
  const { declared, servers } = await editor.request<GatewayStatus>('heady/gateway/start');
  expect(declared.find(({ environments }) => environments.includes('dev'))).toMatchObject({
    name: 'control-plane',
    target: url.host,
  });
  expect(servers.map(({ name }) => name)).toEqual(['control-plane']);
  const search = { name: 'catalog_search', arguments: {} };
  await vi.waitFor(async () => {
    await editor.request('heady/gateway/contents', { server: 'control-plane' });
    expect(await editor.request('heady/gateway/callTool', search)).not.toHaveProperty('isError', true);
  }, WAIT);
  expect(JSON.stringify(await editor.request('heady/gateway'))).not.toContain(ADMIN);
});
