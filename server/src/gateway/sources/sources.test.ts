import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sources, serversOffered, type Variables } from './sources.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-sources-'));
  mkdirSync(at('.vscode'));
  const head = 'apiVersion: heady.systems/v1\nkind:';
  writeFileSync(
    at('both.heady.yaml'),
    `${head} McpServer\nmetadata: { name: both }\nspec: { transport: stdio, command: x }`,
  );
  writeFileSync(
    at('dev.heady.yaml'),
    `${head} Environment\nmetadata: { name: dev }\nspec: { controlPlane: { urls: ["https://cp.example"] } }`,
  );
  const servers = { both: { command: 'y' }, other: { url: 'https://other.example/mcp' } };
  writeFileSync(at('.vscode/mcp.json'), JSON.stringify({ servers }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function offered(changes: Partial<Sources> = {}, ours: Variables = {}) {
  const sources = { environment: 'dev', folder, controlPlaneRole: 'agent', ...changes } as const;
  return serversOffered(sources, [at('both.heady.yaml'), at('dev.heady.yaml')], ours);
}

test('manifests come before mcp.json, and both before the control plane', async () => {
  const { upstreams, problems } = await offered();
  expect(upstreams.map(({ name, origin }) => [name, origin.kind])).toEqual([
    ['both', 'manifest'],
    ['other', 'mcp.json'],
    ['control-plane', 'controlPlane'],
  ]);
  expect(problems).toMatchObject([
    { name: 'both', uri: at('.vscode/mcp.json'), reason: expect.stringContaining('another server "both"') },
  ]);
});

test('each of them can be left out, or be elsewhere', async () => {
  const names = async (changes: Partial<Sources>) =>
    (await offered(changes)).upstreams.map(({ name }) => name);
  expect(await names({ mcpJson: [], controlPlane: [] })).toEqual(['both']);
  expect(await names({ environment: 'test' })).toEqual(['both', 'other']);
  const { problems } = await offered({ mcpJson: [at('none.json')] });
  expect(problems).toMatchObject([{ reason: expect.stringContaining('cannot be read') }]);
});

test('a token is for the control plane that was named by whoever starts the gateway', async () => {
  const headersOf = async (changes: Partial<Sources>) =>
    (await offered(changes, { HEADY_TOKEN: 'a-token' })).upstreams.at(-1)?.headers;
  expect(await headersOf({ controlPlane: ['https://named.example'] })).toHaveProperty('Authorization');
  expect(await headersOf({})).toBeUndefined();
});
