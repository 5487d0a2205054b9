import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditAnswer, AuditPage, AuditParams } from '../../../server/src/protocol/audit.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { LspClient } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const CALLS = 1_200;
const at = (second: number) => new Date(Date.UTC(2026, 10, 21) + second * 1_000).toISOString();

/** Every tenth of another server, and refused. */
const call = (n: number) => ({
  at: at(n),
  actor: 'ada',
  server: n % 10 === 0 ? 'memory' : 'files',
  method: 'tools/call',
  item: `tool-${n}`,
  ...(n % 10 === 0 ? { outcome: 'refused', rule: 'gateway/role' } : { outcome: 'done' }),
  milliseconds: n,
});

let workspace: WorkspaceFolder;
let client: LspClient;

beforeAll(async () => {
  workspace = new WorkspaceFolder({
    'health.heady.yaml':
      'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata:\n  name: health\n  tags:\n    Owner: team-care\nspec:\n  focus: Care\n',
  });
  const storagePath = join(workspace.path, '.storage');
  mkdirSync(join(storagePath, 'gateway'), { recursive: true });
  const lines = Array.from({ length: CALLS }, (_, n) => `${JSON.stringify(call(n))}\n`).join('');
  writeFileSync(join(storagePath, 'gateway', 'calls.jsonl'), lines);
  client = await LspClient.start({ folders: [workspace.uri], options: { storagePath } });
  await client.indexed();
});
afterAll(async () => {
  await client.stop();
  workspace[Symbol.dispose]();
});

const read = (params: Partial<AuditParams> = {}) =>
  client.request<AuditAnswer>('heady/audit', { log: 'calls', filter: {}, ...params });
const page = async (params?: Partial<AuditParams>) => (await read(params)) as AuditPage;

it('reads the calls of the gateway from the latest on, page by page', async () => {
  const first = await page();
  expect(first.records).toHaveLength(100);
  expect(first.records[0]).toEqual(call(CALLS - 1));
  const second = await page({ before: first.older ?? '' });
  expect(second.records[0]).toEqual(call(CALLS - 101));
});

it('gives what was recorded since', async () => {
  const { newest = '' } = await page({ limit: 1 });
  expect((await page({ after: newest })).records).toEqual([]);
  const later = `${JSON.stringify(call(CALLS))}\n`;
  writeFileSync(join(workspace.path, '.storage', 'gateway', 'calls.jsonl'), later, { flag: 'a' });
  expect((await page({ after: newest })).records).toEqual([call(CALLS)]);
});

it('finds by each condition and by all of them', async () => {
  const found = async (filter: AuditParams['filter']) =>
    (await page({ filter, limit: 500 })).records.map(({ item }) => item);
  expect(await found({ server: 'memory' })).toHaveLength(121);
  expect(await found({ outcome: 'refused', rule: 'gateway/role', actor: 'ada' })).toHaveLength(121);
  expect(await found({ item: 'TOOL-117' })).toEqual([
    ...Array.from({ length: 10 }, (_, i) => `tool-${1_179 - i}`),
    'tool-117',
  ]);
  expect(await found({ from: at(10), until: at(12) })).toEqual(['tool-11', 'tool-10']);
  expect(await found({ actor: 'nobody' })).toEqual([]);
});

it("reads the control plane's own log, where the role may", async () => {
  // It starts in its own time.
  await expect.poll(() => read({ log: 'controlPlane' }), { timeout: 120_000 }).toHaveProperty('records');
  const params = { kind: 'Vertical', name: 'health' };
  await client.request('heady/register', params);
  const { records } = await page({ log: 'controlPlane', filter: { item: 'catalog_register' } });
  expect(records[0]).toMatchObject({ action: 'catalog_register', actor: expect.any(String) });
  expect(await read({ log: 'controlPlane' })).toMatchObject({ of: { environment: 'dev' } });
});

it('reads the log of the control plane that is chosen, and says whose it is', async () => {
  const { url } = await startHttp();
  const chosen = { log: 'controlPlane', filter: { environment: 'test' } } as const;
  await using editor = await LspClient.start({
    folders: [workspace.uri],
    options: { storagePath: join(workspace.path, '.other') },
    settings: { environments: { test: { controlPlane: [url.href] } } },
    tokens: { [url.origin]: TOKEN },
  });
  await editor.indexed();
  const ask = () => editor.request<AuditAnswer>('heady/audit', chosen);
  const of = { environment: 'test', place: url.host };
  // Nothing was done there but to read its log.
  await expect.poll(ask, { timeout: 120_000 }).toMatchObject({ of, records: expect.any(Array) });
  const { records } = (await ask()) as AuditPage;
  expect(records.every(({ action }) => action === 'audit_query')).toBe(true);
  editor.tokens.set(url.origin, await tokenOf('viewer'));
  await editor.notify('heady/tokensChanged');
  await expect.poll(ask, { timeout: 120_000 }).toMatchObject({ of, state: 'refused' });
});

it('says that there is no control plane where there is none', async () => {
  await using bare = await LspClient.start({ folders: [workspace.uri] });
  await bare.indexed();
  expect(await bare.request('heady/audit', { log: 'controlPlane', filter: {} })).toMatchObject({
    state: 'none',
  });
});

it('exports what was found, page by page', async () => {
  const filter = { server: 'memory' };
  const text = await client.request('heady/audit/export', { log: 'calls', filter, format: 'csv' });
  expect(text).toMatchObject({
    records: 121,
    text: expect.stringMatching(/^at,actor,.*\r\n2026-11-21T00:20:00/),
  });
});
