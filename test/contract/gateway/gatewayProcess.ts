import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../controlPlane/process.ts';

export const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
export const TOKEN = 'a-token-of-the-gateway-tests-0123456789';

/** The era a client speaks. */
export type Era = 'legacy' | 'modern';
export const ERAS: readonly Era[] = ['legacy', 'modern'];

/** What stands under `spec` of a server's manifest. */
export type Spec = Readonly<Record<string, unknown>>;

/** A process of Node that runs a file of these tests. */
export function script(file: string, ...args: string[]): Spec {
  const path = fileURLToPath(new URL(`servers/${file}`, import.meta.url));
  return { transport: 'stdio', command: process.execPath, args: [path, ...args] };
}

/** A server that others wrote, as they published it. */
export function published(name: string, ...args: string[]): Spec {
  const path = fileURLToPath(
    new URL(`../../../node_modules/@modelcontextprotocol/${name}/dist/index.js`, import.meta.url),
  );
  return { transport: 'stdio', command: process.execPath, args: [path, ...args] };
}

/** A folder with a manifest for each server. JSON is YAML. */
export function folderWith(servers: Readonly<Record<string, Spec>>): string {
  const folder = temporaryFolder();
  for (const [name, spec] of Object.entries(servers)) {
    const metadata = { name, tags: { Owner: 'team-tests' } };
    const manifest = { apiVersion: 'heady.systems/v1', kind: 'McpServer', metadata, spec };
    writeFileSync(join(folder, `${name}.heady.yaml`), JSON.stringify(manifest));
  }
  return folder;
}

/** A client, before it is connected. */
export function clientOf(era: Era, capabilities: NonNullable<ClientOptions['capabilities']> = {}): Client {
  const client = new Client(
    { name: 'tests', version: '1' },
    { capabilities, versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } } },
  );
  onTestFinished(() => client.close());
  return client;
}

/** Starts the built gateway for a client, over pipes. @returns its process's id */
export async function connectOverPipes(
  client: Client,
  folder: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  // For its own class the SDK would start a second process, to ask which protocol is spoken.
  class OneProcess extends StdioClientTransport {}
  const transport = new OneProcess({
    command: process.execPath,
    args: [HEADY, 'gateway', '--stdio', ...args],
    cwd: folder,
    // What it keeps is of this test alone.
    env: { ...getDefaultEnvironment(), HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder, ...environment },
    stderr: 'ignore',
  });
  await client.connect(transport, { timeout: 300_000 });
  return transport.pid ?? 0;
}

/** Starts the built gateway over HTTP, on a free port. */
export async function startGateway(
  folder: string,
  args: readonly string[] = [],
): Promise<{ url: URL; child: ChildProcess }> {
  const child = spawn(process.execPath, [HEADY, 'gateway', '--http', '127.0.0.1:0', ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      // What it keeps is of this test alone.
      HEADY_STATE_DIR: folder,
      HEADY_CACHE_DIR: folder,
      HEADY_CONTROL_PLANE_TOKEN: TOKEN,
      HEADY_CONTROL_PLANE_LIMIT_USER: '100000',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('"listening"')) resolve(JSON.parse(line).port);
    });
    void ended.then(() => reject(new Error('The gateway ended before it listened.')));
  });
  return { url: new URL(`http://127.0.0.1:${port}/mcp`), child };
}

/** Connects a client to a gateway over HTTP. */
export async function connectOverHttp(client: Client, url: URL): Promise<void> {
  await client.connect(
    new StreamableHTTPClientTransport(url, { authProvider: { token: async () => TOKEN } }),
  );
}

/** The texts of a tool's answer. */
export async function textOf(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<string> {
  const { content } = await client.callTool({ name, arguments: args });
  return content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n');
}
