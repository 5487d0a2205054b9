import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it } from 'vitest';
import { TOKEN as ADMIN, startHttp } from '../controlPlane/httpProcess.ts';
import { temporaryFolder } from '../controlPlane/process.ts';
import { clientOf, folderWith, published, textOf } from './gatewayProcess.ts';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const PATIENCE = { timeout: 600_000 };
const POLL = { timeout: 120_000, interval: 100 };
const SECRET = 'a-secret-of-the-tests-4711';

/** Connects to a gateway that is started elsewhere for a folder. @returns what it says on standard error, as it comes */
async function connectFor(
  client: Client,
  folder: string,
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<() => string> {
  class OneProcess extends StdioClientTransport {}
  const transport = new OneProcess({
    command: process.execPath,
    args: [HEADY, 'gateway', '--stdio', '--folder', folder, ...args],
    cwd: temporaryFolder(),
    env: { ...getDefaultEnvironment(), HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder, ...variables },
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  await client.connect(transport, { timeout: 300_000 });
  return () => said;
}

async function toolsOf(client: Client): Promise<string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

it('serves what .vscode/mcp.json of a folder tells of, with what it asks for', PATIENCE, async () => {
  const folder = folderWith({});
  const { command, args } = published('server-everything') as { command: string; args: string[] };
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.env'), 'FROM_FILE=of the file\n');
  writeFileSync(
    join(folder, '.vscode', 'mcp.json'),
    `{
  // what everybody here needs
  "inputs": [{ "id": "api-key", "type": "promptString", "description": "the key", "password": true }],
  "servers": {
    "everything": {
      "command": ${JSON.stringify(command)},
      "args": [...0],
      "envFile": "\${workspaceFolder}/.env",
      "env": { "API_KEY": "\${input:api-key}", "WHERE": "\${workspaceFolder}" },
    },
    "itself": { "command": "heady", "args": ["gateway", "--stdio"] },
    "shouting": { "command": ${JSON.stringify(process.execPath)}, "args": ["-e", "console.error(process.env.KEY); process.exit(1)"], "env": { "KEY": "${SECRET}" } },
    "lost": { "type": "http" },
  },
}`.replace('[...0]', JSON.stringify([...args, 'stdio'])),
  );
  const client = clientOf('legacy');
  const said = await connectFor(client, folder, [], { HEADY_INPUT_API_KEY: SECRET, HEADY_TOKEN: SECRET });
  await expect.poll(() => toolsOf(client), POLL).toContain('echo');
  const variables = JSON.parse(await textOf(client, 'get-env'));
  expect(variables).toMatchObject({ API_KEY: SECRET, WHERE: folder, FROM_FILE: 'of the file' });
  expect(variables).not.toHaveProperty('HEADY_TOKEN');
  expect(said()).toMatch(/mcp\.json:11: It starts this gateway.*"itself" is left out/);
  expect(said()).toMatch(/mcp\.json:13: It has no "url".*"lost" is left out/);
  expect(said()).not.toContain(SECRET);
});

it('serves the control plane as its nodes’ replicas, and goes on when one is killed', PATIENCE, async () => {
  const database = join(temporaryFolder(), 'catalog.db');
  const [one, two] = await Promise.all([startHttp({ database }), startHttp({ database })]);
  const nodes = [one, two].flatMap(({ url }) => ['--control-plane', url.href]);
  const client = clientOf('modern');
  const grant = ['--allow-address', '127.0.0.1'];
  const said = await connectFor(client, folderWith({}), [...nodes, ...grant], { HEADY_TOKEN: ADMIN });
  await expect.poll(() => toolsOf(client), POLL).toContain('catalog_search');
  // An admin's token lets an agent no further than an agent.
  expect(await toolsOf(client)).not.toContain('secret_set');
  const refused = await client.callTool({ name: 'secret_list', arguments: {} });
  expect(refused._meta?.['heady.systems/refusedBy']).toBe('gateway/role');
  const search = async () =>
    (await client.callTool({ name: 'catalog_search', arguments: {} })).isError ?? false;
  expect(await search()).toBe(false);
  one.child.kill('SIGKILL');
  await one.exited;
  await expect.poll(search, POLL).toBe(false);
  for (let call = 0; call < 5; call++) expect(await search()).toBe(false);
  expect(said()).not.toContain(ADMIN);
});

it('dials no control plane on this machine that is not granted', PATIENCE, async () => {
  const { url } = await startHttp();
  const folder = folderWith({});
  const client = clientOf('legacy');
  await connectFor(client, folder, ['--control-plane', url.href], { HEADY_TOKEN: ADMIN });
  expect(await toolsOf(client)).toEqual([]);
  const listed = spawnSync(
    process.execPath,
    [HEADY, 'gateway', 'list', '--folder', folder, '--control-plane', url.href],
    { encoding: 'utf8', env: { ...getDefaultEnvironment(), HEADY_TOKEN: ADMIN, HEADY_STATE_DIR: folder } },
  );
  expect(listed.stdout).toContain('--allow-address 127.0.0.1');
  expect(listed.stdout + listed.stderr).not.toContain(ADMIN);
});

it('serves a control plane of its own beside the one that has the same database', PATIENCE, async () => {
  const database = join(temporaryFolder(), 'catalog.db');
  const other = await startHttp({ database });
  const client = clientOf('legacy');
  await connectFor(client, folderWith({}), ['--control-plane', `sqlite:${database}`]);
  await expect.poll(() => toolsOf(client), POLL).toContain('catalog_search');
  const found = await client.callTool({ name: 'catalog_search', arguments: {} });
  expect(found.isError ?? false).toBe(false);
  await expect(client.readResource({ uri: 'heady://audit' })).rejects.toThrow(/admin/);
  other.child.kill('SIGTERM');
  expect(await other.exited).toBe(0);
});
