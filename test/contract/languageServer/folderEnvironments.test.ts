import { expect, it, onTestFinished, vi } from 'vitest';
import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import type { Unlocked } from '../../../server/src/protocol/guard.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { callTool } from './controlPlaneTool.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const PATIENT = { timeout: 120_000, interval: 100 };

/** It states no environment, and lacks a tag: that is a warning, in stage and prod an error. */
const agent = (name: string) => `apiVersion: heady.systems/v1
kind: Agent
metadata:
  name: ${name}
  title: An agent
  tags: { Owner: team-platform, Vertical: health }
spec:
  level: L1
`;

const vertical = (name: string) => `apiVersion: heady.systems/v1
kind: Vertical
metadata: { name: ${name}, title: ${name} }
spec: { focus: 'Everything about ${name}' }
`;

const place = (name: string, url: string) => `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: ${name} }
spec: { controlPlane: { urls: ["${url}"] } }
`;

/** An editor with a folder of payments, the first one, and a folder of health. */
async function editor({ options, ...start }: StartOptions, files: Record<string, string> = {}) {
  const payments = new WorkspaceFolder({
    'agent.heady.yaml': agent('payments-agent'),
    'vertical.heady.yaml': vertical('payments'),
    'cards.heady.yaml': service('test-payments-cards'),
    ...files,
  });
  const health = new WorkspaceFolder({
    'agent.heady.yaml': agent('health-agent'),
    'vertical.heady.yaml': vertical('health'),
    'intake.heady.yaml': service('dev-health-intake'),
  });
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [payments.uri, health.uri],
    options: { storagePath: storage.path, folderEnvironments: { [payments.uri]: 'test' }, ...options },
    ...start,
  });
  onTestFinished(async () => {
    await client.stop();
    for (const folder of [payments, health, storage]) folder[Symbol.dispose]();
  });
  const snapshot = () => client.indexed();
  const stateOf = async (name: string) => (await snapshot()).items.find((item) => item.name === name)?.state;
  return { client, payments, health, snapshot, stateOf };
}

it('judges what states no environment by that of its folder', async () => {
  const { client, payments, health } = await editor({});
  await client.indexed();
  const severity = async (folder: WorkspaceFolder) => {
    const found = await client.diagnostics(folder.uriOf('agent.heady.yaml'));
    return found.find(({ code }) => code === 'tags/required')?.severity;
  };
  const [error, warning] = [1, 2];
  expect([await severity(payments), await severity(health)]).toEqual([warning, warning]);

  const switchTo = (environment: string, folders?: unknown) =>
    client.request('heady/setEnvironment', { environment, ...(folders ? { folders } : {}) });
  await switchTo('prod', [health.uri]);
  expect([await severity(payments), await severity(health)]).toEqual([warning, error]);
  await switchTo('stage', [payments.uri, health.uri]);
  expect([await severity(payments), await severity(health)]).toEqual([error, error]);
  await expect(switchTo('dev', payments.uri)).rejects.toThrow('a list of their URIs');
  expect(await severity(payments)).toBe(error);
  // Who knows of no folders means the window.
  await switchTo('dev');
  expect([await severity(payments), await severity(health)]).toEqual([warning, warning]);
});

it('compares environments with that of the folder that is asked about', async () => {
  const { client, payments, health, snapshot } = await editor({});
  await vi.waitFor(async () => expect((await snapshot()).controlPlane.state).toBe('connected'), PATIENT);
  const missing = async (params: object, name: string) => {
    const infos = await client.request<EnvironmentInfo[]>('heady/environments', params);
    return infos.find((info) => info.name === name)?.missing?.names;
  };
  await vi.waitFor(async () => {
    expect(await missing({ folder: payments.uri }, 'stage')).toEqual(['payments-cards']);
    expect(await missing({ folder: health.uri }, 'stage')).toEqual(['health-intake']);
    // The first folder speaks for the window.
    expect(await missing({}, 'stage')).toEqual(['payments-cards']);
  }, PATIENT);
});

it('is connected to the control planes of all folders, and registers each in its own', async () => {
  const { url } = await startHttp();
  const settings = { environments: { test: { controlPlane: [url.href] } } };
  const { client, payments, health, snapshot, stateOf } = await editor({
    settings,
    tokens: { [url.origin]: TOKEN },
  });
  await vi.waitFor(async () => {
    const { controlPlane, controlPlanes } = await snapshot();
    expect(controlPlane).toMatchObject({ state: 'connected', environment: 'test', place: url.host });
    expect(controlPlanes.test).toEqual(controlPlane);
    expect(controlPlanes.dev).toMatchObject({ state: 'connected' });
    expect(controlPlanes.dev).not.toHaveProperty('place');
    // Both are built in.
    expect(controlPlanes.prod).toEqual(controlPlanes.dev);
  }, PATIENT);

  // A fresh catalog of the one built in begins with what belongs there.
  const register = async (kind: string, name: string) =>
    (await client.request<{ outcome: string }>('heady/register', { kind, name })).outcome;
  expect(await register('Service', 'test-payments-cards')).toBe('created');
  expect(await register('Vertical', 'payments')).toBe('created');
  expect(['unchanged', 'created']).toContain(await register('Vertical', 'health'));
  await vi.waitFor(async () => {
    for (const name of ['test-payments-cards', 'dev-health-intake', 'payments', 'health'])
      expect([name, await stateOf(name)]).toEqual([name, 'synced']);
  }, PATIENT);
  const { entries } = (await callTool(url, 'catalog_search', {})) as { entries: { name: string }[] };
  expect(entries.map(({ name }) => name).sort()).toEqual(['payments', 'test-payments-cards']);

  // What is unlocked was not meant for a folder that comes to it.
  const unlock = { environment: 'prod', reason: 'INC-7', minutes: 5 };
  await client.request('heady/unlock', unlock);
  await client.request('heady/setEnvironment', { environment: 'prod', folders: [health.uri] });
  const prod = service('prod-health-intake');
  await client.open(health.uriOf('prod.heady.yaml'), prod);
  expect(await register('Service', 'prod-health-intake')).toBe('locked');
  // A Vertical of that folder is guarded like the folder's environment; of the other folder it is not.
  expect(await register('Vertical', 'health')).toBe('locked');
  expect(await register('Vertical', 'payments')).toBe('unchanged');

  await client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: payments.uri, name: 'payments' }] },
  });
  await vi.waitFor(async () => {
    const { controlPlane, controlPlanes } = await snapshot();
    expect(controlPlanes).not.toHaveProperty('test');
    expect(controlPlane).toEqual(controlPlanes.prod);
    expect(await stateOf('test-payments-cards')).toBe('remote');
  }, PATIENT);
});

it('keeps what is unlocked of one folder while another is switched, and locks what gets another control plane', async () => {
  const { client, payments, health, snapshot } = await editor({
    options: { folderEnvironments: {} },
  });
  await vi.waitFor(async () => expect((await snapshot()).controlPlane.state).toBe('connected'), PATIENT);
  const unlocked: string[][] = [];
  client.connection.onNotification('heady/unlocked', (all: Unlocked[]) => {
    unlocked.push(all.map(({ environment }) => environment));
  });
  const switchTo = (environment: string, { uri }: WorkspaceFolder) =>
    client.request('heady/setEnvironment', { environment, folders: [uri] });
  await switchTo('prod', payments);
  await client.request('heady/unlock', { environment: 'prod', reason: 'INC-7', minutes: 5 });
  await switchTo('test', health);
  expect(unlocked.at(-1)).toEqual(['prod']);
  const prod = service('prod-payments-cards');
  await client.open(payments.uriOf('prod.heady.yaml'), prod);
  const register = () =>
    client.request<{ outcome: string }>('heady/register', { kind: 'Service', name: 'prod-payments-cards' });
  expect(await register()).toMatchObject({ outcome: 'created' });

  payments.write('prod.environment.heady.yaml', place('prod', 'http://127.0.0.1:9/mcp'));
  const changes = [{ uri: payments.uriOf('prod.environment.heady.yaml'), type: 1 }];
  await client.notify('workspace/didChangeWatchedFiles', { changes });
  await vi.waitFor(() => expect(unlocked.at(-1)).toEqual([]), PATIENT);
  expect(await register()).toMatchObject({ outcome: 'locked' });
});

it('changes nothing of a folder where that means another control plane than the window does', async () => {
  const { client, payments, health } = await editor({});
  await client.indexed();
  // Of several manifests the one whose file comes first counts.
  const [first, other] = payments.uri < health.uri ? [payments, health] : [health, payments];
  await client.open(first.uriOf('test.heady.yaml'), place('test', 'https://acme.example/mcp'));
  await client.open(other.uriOf('test.heady.yaml'), place('test', 'https://other.example/mcp'));
  await client.open(other.uriOf('beds.heady.yaml'), service('test-health-beds'));
  const beds = { kind: 'Service', name: 'test-health-beds' };
  const message = expect.stringMatching(
    /says that test has the control plane https:\/\/other\.example\/mcp; this window .* says https:\/\/acme/,
  );
  const refused = { outcome: 'unavailable', message };
  expect(await client.request('heady/register', beds)).toMatchObject(refused);
  for (const [method, params] of [
    ['retire', { ifVersion: 1 }],
    ['restore', { version: 1 }],
    ['promote', { ifVersion: 1, to: 'stage' }],
  ] as const)
    expect(await client.request(`heady/entry/${method}`, { ...beds, ...params })).toMatchObject(refused);
});
