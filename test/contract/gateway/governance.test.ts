import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../controlPlane/process.ts';
import {
  clientOf,
  connectOverHttp,
  connectOverPipes,
  folderWith,
  published,
  startGateway,
  TOKEN,
} from './gatewayProcess.ts';

const PATIENCE = { timeout: 600_000 };
const POLL = { timeout: 120_000, interval: 100 };

/** @returns the rule that refused a call, or `done` */
async function outcomeOf(client: Client, name: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const { isError, _meta } = await client.callTool({ name, arguments: args });
  return isError ? (_meta?.['heady.systems/refusedBy'] ?? 'failed') : 'done';
}

async function recordsIn(folder: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(folder, 'calls.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
}

it(
  'lets in prod through what a trusted server says changes nothing, until prod is unlocked',
  PATIENCE,
  async () => {
    const files = temporaryFolder();
    const folder = folderWith({ files: { ...published('server-filesystem', files), trustHints: true } });
    const inProd = ['--env', 'prod', '--first-sight', 'trust', '--audit-folder', join(folder, 'calls')];
    const path = join(files, 'note.txt');

    const careful = clientOf('legacy');
    await connectOverPipes(careful, folder, inProd);
    expect(await outcomeOf(careful, 'list_directory', { path: files })).toBe('done');
    expect(await outcomeOf(careful, 'write_file', { path, content: 'a' })).toBe('gateway/prod-read-only');
    await careful.close();

    const free = clientOf('modern');
    await connectOverPipes(free, folder, [...inProd, '--unlock-prod']);
    expect(await outcomeOf(free, 'write_file', { path, content: 'a secret text' })).toBe('done');
    expect(await readFile(path, 'utf8')).toBe('a secret text');

    await expect.poll(async () => (await recordsIn(join(folder, 'calls'))).length, POLL).toBe(3);
    const records = await recordsIn(join(folder, 'calls'));
    expect(records).toMatchObject([
      { item: 'list_directory', outcome: 'done', actor: 'local', environment: 'prod', server: 'files' },
      { item: 'write_file', outcome: 'refused', rule: 'gateway/prod-read-only' },
      { item: 'write_file', outcome: 'done', arguments: { shape: { path: 'string', content: 'string' } } },
    ]);
    expect(JSON.stringify(records)).not.toContain('a secret text');
  },
);

it('limits and counts calls over HTTP', PATIENCE, async () => {
  const folder = folderWith({
    everything: {
      ...published('server-everything'),
      rateLimit: { perMinute: 2 },
      tools: { deny: ['get-env'] },
    },
  });
  const { url } = await startGateway(folder, ['--audit-folder', join(folder, 'calls')]);
  const client = clientOf('legacy');
  await connectOverHttp(client, url);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain('get-env');
  expect(await outcomeOf(client, 'get-env')).toBe('gateway/tool-not-allowed');
  const outcomes = [];
  for (let i = 0; i < 20; i++) outcomes.push(await outcomeOf(client, 'echo', { message: 'hello' }));
  expect(outcomes.slice(0, 2)).toEqual(['done', 'done']);
  expect(outcomes).toContain('gateway/server-limit');

  const metrics = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${TOKEN}` } });
  const text = await metrics.text();
  expect(text).toContain(
    'heady_gateway_refusals_total{server="everything",rule="gateway/tool-not-allowed"} 1',
  );
  expect(text).toMatch(/heady_gateway_tool_calls_total\{server="everything",tool="echo",outcome="done"\} \d/);
  expect(text).toMatch(/heady_gateway_breaker_state\{server="everything",replica=""\} 0/);
  await expect.poll(async () => (await recordsIn(join(folder, 'calls'))).length, POLL).toBe(21);
});

it('leaves alone a server that cannot be reached, and tells the client once', PATIENCE, async () => {
  const folder = folderWith({ nowhere: { transport: 'http', url: 'http://127.0.0.1:9/mcp' } });
  const client = clientOf('legacy');
  const told: unknown[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => {
    told.push(params);
  });
  await connectOverPipes(client, folder, ['--audit-folder', join(folder, 'calls')]);
  await client.setLoggingLevel('info');
  await expect.poll(() => outcomeOf(client, 'anything'), POLL).toBe('gateway/breaker-open');
  await expect.poll(() => told.length, POLL).toBe(1);
  expect(told).toMatchObject([
    { level: 'warning', logger: 'heady-gateway', data: { feeling: 'pain', server: 'nowhere' } },
  ]);
});
