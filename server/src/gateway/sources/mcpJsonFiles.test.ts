// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables are written like that
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { upstreamsInMcpJson } from './mcpJsonFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'heady-mcp-json-'));
afterAll(() => rmSync(folder, { recursive: true }));

function found(content: object, ours: Record<string, string> = {}) {
  const path = join(folder, 'mcp.json');
  writeFileSync(path, JSON.stringify(content));
  return upstreamsInMcpJson(path, folder, ours);
}

const inputs = [
  { id: 'api-key', type: 'promptString', description: 'the key of the shop', password: true },
  { id: 'region', type: 'pickString', options: ['eu', 'us'], default: 'eu' },
];

test('inputs are answered by variables, else by what is preset', async () => {
  const servers = { shop: { command: 'x', args: ['${input:region}'], env: { KEY: '${input:api-key}' } } };
  const { upstreams, problems } = await found({ inputs, servers }, { HEADY_INPUT_API_KEY: 'secret-1' });
  expect(problems).toEqual([]);
  expect(upstreams).toMatchObject([
    {
      args: ['${input:region}'],
      env: { KEY: '${input:api-key}' },
      values: { 'input:api-key': 'secret-1', 'input:region': 'eu' },
    },
  ]);
});

test('what nobody answers says what to do, and takes no other server with it', async () => {
  const servers = { shop: { command: 'x', env: { KEY: '${input:api-key}' } }, plain: { command: 'y' } };
  const { upstreams, problems } = await found({ inputs, servers });
  expect(upstreams.map(({ name }) => name)).toEqual(['plain']);
  expect(problems).toMatchObject([
    {
      name: 'shop',
      reason: 'It asks for "api-key" (the key of the shop). Set HEADY_INPUT_API_KEY where the gateway runs.',
    },
  ]);
});

test('a file of variables adds to the entry’s own, and holds secrets', async () => {
  writeFileSync(join(folder, '.env'), '# keys\nexport A="one two"\nB=from-file\n');
  const servers = {
    shop: { command: 'x', envFile: '${workspaceFolder}/.env', env: { B: 'own' } },
    lost: { command: 'x', envFile: 'nowhere.env' },
  };
  const { upstreams, problems } = await found({ servers });
  expect(upstreams).toMatchObject([
    { env: { A: '${envFile:A}', B: 'own' }, values: { 'envFile:A': 'one two' } },
  ]);
  expect(problems).toMatchObject([
    { name: 'lost', reason: expect.stringContaining('there is no such file') },
  ]);
});

test('a file that cannot be read is told of', async () => {
  const { problems } = await upstreamsInMcpJson(join(folder, 'none.json'), folder, {});
  expect(problems).toMatchObject([{ line: 0, reason: expect.stringContaining('cannot be read') }]);
});
