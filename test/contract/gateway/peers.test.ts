import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as PipesV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as TransportV1 } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CreateMessageRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../freePort.ts';
import { temporaryFolder } from '../controlPlane/process.ts';
import {
  clientOf,
  connectOverPipes,
  ERAS,
  folderWith,
  HEADY,
  published,
  startGateway,
  TOKEN,
  textOf,
} from './gatewayProcess.ts';

const SLOW = { timeout: 600_000 };
const POLL = { timeout: 120_000, interval: 300 };
const INSPECTOR = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector-cli'));
const MCP_PROXY = fileURLToPath(
  new URL('../../../node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs', import.meta.url),
);

describe('mcp-proxy', () => {
  it.each(ERAS.flatMap((era) => (['http', 'sse'] as const).map((transport) => ({ era, transport }))))(
    'is a server like any other, over $transport for a $era client',
    SLOW,
    async ({ era, transport }) => {
      const { args = [] } = published('server-everything') as { args?: string[] };
      const origin = await proxied(args);
      const url = `${origin}/${transport === 'http' ? 'mcp' : 'sse'}`;
      const client = clientOf(era, { sampling: {} });
      client.setRequestHandler('sampling/createMessage', () => THOUGHT);
      await connectOverPipes(client, folderWith({ everything: { transport, url } }));
      await expect.poll(() => nameOf(client), POLL).toContain('echo');
      expect(await textOf(client, 'echo', { message: 'hello' })).toBe('Echo: hello');
      const [resource] = (await client.listResources()).resources;
      expect((await client.readResource({ uri: resource?.uri ?? '' })).contents).toHaveLength(1);
    },
  );

  it.each(ERAS)('stands before the gateway, for a %s client', SLOW, async (era) => {
    const folder = folderWith({ everything: published('server-everything') });
    const origin = await proxied([HEADY, 'gateway', '--stdio', '--folder', folder]);
    const client = clientOf(era);
    await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
    await expect.poll(() => nameOf(client), POLL).toContain('echo');
    expect(await textOf(client, 'echo', { message: 'hello' })).toBe('Echo: hello');
  });
});

describe('the SDK before this one', () => {
  const everything = () => folderWith({ everything: published('server-everything') });
  it.each([
    {
      title: 'over pipes',
      connect: async (client: ClientV1) => {
        const folder = everything();
        const args = [HEADY, 'gateway', '--stdio'];
        const env = { PATH: process.env.PATH ?? '', HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder };
        await client.connect(new PipesV1({ command: process.execPath, args, cwd: folder, env }));
      },
    },
    {
      title: 'over HTTP',
      connect: async (client: ClientV1) => {
        const { url } = await startGateway(everything());
        const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
        await client.connect(new HttpV1(url, { requestInit }) as TransportV1);
      },
    },
  ])('lists, calls and is asked $title', SLOW, async ({ connect }) => {
    const client = new ClientV1({ name: 'tests', version: '1' }, { capabilities: { sampling: {} } });
    onTestFinished(() => client.close());
    client.setRequestHandler(CreateMessageRequestSchema, () => THOUGHT);
    await connect(client);
    await expect
      .poll(async () => (await client.listTools()).tools.map(({ name }) => name), POLL)
      .toEqual(expect.arrayContaining(['echo', 'trigger-sampling-request']));
    const asked = await client.callTool({
      name: 'trigger-sampling-request',
      arguments: { prompt: 'p', maxTokens: 10 },
    });
    expect(JSON.stringify(asked.content)).toContain('a thought');
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toContain('args-prompt');
  });
});

describe('the inspector', () => {
  it('lists and calls over pipes, from a file of settings', SLOW, async () => {
    const folder = folderWith({ everything: published('server-everything') });
    const settings = join(temporaryFolder(), 'mcp.json');
    const args = [HEADY, 'gateway', '--stdio', '--folder', folder];
    const heady = { type: 'stdio', command: process.execPath, args };
    writeFileSync(settings, JSON.stringify({ mcpServers: { heady } }));
    await listsAndCalls('--config', settings, '--server', 'heady');
  });

  it('lists and calls over HTTP, with a token', SLOW, async () => {
    const { url } = await startGateway(folderWith({ everything: published('server-everything') }));
    const header = `Authorization: Bearer ${TOKEN}`;
    await listsAndCalls(url.href, '--transport', 'http', '--header', header);
  });
});

const THOUGHT = {
  role: 'assistant' as const,
  model: 'a-model',
  content: { type: 'text' as const, text: 'a thought' },
};

async function nameOf(client: Client): Promise<string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

async function listsAndCalls(...target: string[]): Promise<void> {
  const ask = (method: string, ...options: string[]) => inspect(...target, '--method', method, ...options);
  // Each time it starts a gateway of its own over pipes, whose server may be late.
  await expect
    .poll(() => ask('tools/list'), { timeout: 120_000, interval: 300 })
    .toMatchObject({ tools: expect.arrayContaining([expect.objectContaining({ name: 'echo' })]) });
  expect(await ask('tools/call', '--tool-name', 'echo', '--tool-arg', 'message=hello')).toMatchObject({
    content: [{ text: 'Echo: hello' }],
  });
}

/** Runs MCP's own inspector as its users do; resolves to what it printed. */
async function inspect(...args: readonly string[]): Promise<unknown> {
  // It starts itself anew by the name of Node, and finds its own package.json only from its own folder.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
  const cwd = dirname(INSPECTOR);
  const { stdout } = await promisify(execFile)(process.execPath, [INSPECTOR, '--cli', ...args], { env, cwd });
  return JSON.parse(stdout);
}

/** A program of Node that speaks over pipes, behind mcp-proxy. @returns origin of the URLs it is at */
async function proxied(args: readonly string[]): Promise<string> {
  // It cannot say which port it got.
  const port = await freePort();
  const proxy = spawn(
    process.execPath,
    [
      MCP_PROXY,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--gracefulShutdownTimeout',
      '500',
      '--',
      process.execPath,
      ...args,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => proxy.once('close', resolve));
  onTestFinished(async () => {
    proxy.kill('SIGTERM');
    await ended;
  });
  const origin = `http://127.0.0.1:${port}`;
  await expect.poll(() => fetch(`${origin}/ping`).then(({ ok }) => ok), POLL).toBe(true);
  return origin;
}
