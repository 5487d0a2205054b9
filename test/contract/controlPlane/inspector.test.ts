import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from './httpProcess.ts';
import { command, temporaryFolder } from './process.ts';

const INSPECTOR = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector-cli'));

/** Runs MCP's own inspector as its users do; resolves to what it printed. */
async function inspect(...args: readonly string[]): Promise<unknown> {
  // It starts itself anew by the name of Node.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
  // And finds its own package.json only from its own folder.
  const cwd = dirname(INSPECTOR);
  const { stdout } = await promisify(execFile)(process.execPath, [INSPECTOR, '--cli', ...args], { env, cwd });
  return JSON.parse(stdout);
}

const TARGETS = [
  {
    title: 'over pipes, from a file of settings',
    start: async () => {
      const folder = temporaryFolder();
      const settings = join(folder, 'mcp.json');
      const heady = { type: 'stdio', ...command(join(folder, 'catalog.db')) };
      writeFileSync(settings, JSON.stringify({ mcpServers: { heady } }));
      return ['--config', settings, '--server', 'heady'];
    },
  },
  {
    title: 'over HTTP, with a token',
    start: async () => {
      const { url } = await startHttp();
      return [url.href, '--transport', 'http', '--header', `Authorization: Bearer ${TOKEN}`];
    },
  },
];

describe.each(TARGETS)('the inspector, $title', ({ start }) => {
  it('lists and calls what the control plane has', { timeout: 600_000 }, async () => {
    const target = await start();
    const ask = (method: string, ...options: string[]) => inspect(...target, '--method', method, ...options);
    const manifest = `manifest=${JSON.stringify(service('dev-health-billing'))}`;

    expect(await ask('tools/list')).toMatchObject({
      tools: expect.arrayContaining([
        expect.objectContaining({ name: 'catalog_search', outputSchema: expect.any(Object) }),
      ]),
    });
    expect(await ask('tools/call', '--tool-name', 'catalog_register', '--tool-arg', manifest)).toMatchObject({
      structuredContent: { outcome: 'created' },
    });
    expect(
      await ask('tools/call', '--tool-name', 'catalog_search', '--tool-arg', 'text=billing', 'limit=5'),
    ).toMatchObject({ structuredContent: { total: 1, entries: [{ name: 'dev-health-billing' }] } });
    expect(await ask('resources/list')).toMatchObject({
      resources: expect.arrayContaining([expect.objectContaining({ uri: 'heady://catalog/dev' })]),
    });
    expect(await ask('resources/read', '--uri', 'heady://catalog/dev')).toMatchObject({
      contents: [{ text: expect.stringContaining('dev-health-billing') }],
    });
  });
});

it('the inspector is told why it does not come in', async () => {
  const { url } = await startHttp();
  const attempt = inspect(url.href, '--transport', 'http', '--method', 'tools/list');
  await expect(attempt).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('invalid_token') });
});
