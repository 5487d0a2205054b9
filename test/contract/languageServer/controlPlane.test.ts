import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { SECRETS_KEY_VARIABLE } from '../../../server/src/protocol/settings.ts';
import { LspClient, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const BILLING = service('prod-health-billing');
const INTAKE = service('prod-health-intake');

interface Scene extends AsyncDisposable {
  client: LspClient;
  workspace: WorkspaceFolder;
}

/** An editor with one manifest and a control plane of its own, fresh and connected. */
async function connected(
  settings?: Record<string, unknown>,
  environment: Record<string, string> = {},
): Promise<Scene> {
  const workspace = new WorkspaceFolder({ 'billing.heady.yaml': BILLING });
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    options: { storagePath: storage.path },
    environment,
    ...(settings ? { settings } : {}),
  });
  await client.request('heady/unlock', { environment: 'prod', reason: 'a test', minutes: 10 });
  await client.until(() => client.controlPlane !== undefined, 'a first word of the control plane');
  if (!settings) await client.until(() => client.controlPlane?.state === 'connected', 'the control plane');
  const dispose = async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  };
  return { client, workspace, [Symbol.asyncDispose]: dispose };
}

async function item(client: LspClient, name: string): Promise<CatalogItem | undefined> {
  const { items } = await client.indexed();
  return items.find((each) => each.name === name);
}

/** Ids of the processes that a process started and that still live. */
function childrenOf(pid: number | undefined): number[] {
  const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return ids === '' ? [] : ids.split(' ').map(Number);
}

function lives(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function end(pid: number): Promise<void> {
  for (let waited = 0; lives(pid) && waited < 120_000; waited += 50) {
    await new Promise((next) => setTimeout(next, 50));
  }
}

describe('the embedded control plane, through the language server', () => {
  it('gets the keys of secrets that the editor passed', async () => {
    const key = 'a-key-of-the-tests-0123456789abcdef';
    await using scene = await connected(undefined, { [SECRETS_KEY_VARIABLE]: key });
    const [child] = childrenOf(scene.client.process.pid);
    const environment = readFileSync(`/proc/${child}/environ`, 'utf8').split('\0');
    expect(environment).toContain(`${SECRETS_KEY_VARIABLE}=${key}`);
  });

  it('starts without any configuration, with what the workspace holds', async () => {
    await using scene = await connected();
    const billing = await item(scene.client, 'prod-health-billing');
    expect(billing).toMatchObject({ state: 'synced', version: 1 });
  });

  it('makes "not registered" a finding, and registering the way out of it', async () => {
    await using scene = await connected();
    const { client, workspace } = scene;
    const uri = workspace.uriOf('intake.heady.yaml');
    await client.open(uri, INTAKE);
    const [finding, ...others] = await client.diagnostics(uri);
    expect(others).toEqual([]);
    if (finding?.code !== 'catalog/prod-entry') throw new Error(`Found ${finding?.code}.`);
    expect(await item(client, 'prod-health-intake')).toMatchObject({ state: 'local', errors: 1 });

    const [register] = await client.codeActions(uri, finding.range, ['quickfix']);
    expect(register?.command).toMatchObject({
      command: 'heady.catalog.register',
      arguments: [{ kind: 'Service', name: 'prod-health-intake' }],
    });
    const { refreshes } = client;
    const outcome = await client.request('heady/register', register?.command?.arguments?.[0]);
    expect(outcome).toMatchObject({ outcome: 'created', version: 1 });
    await client.until(() => client.refreshes > refreshes, 'a refresh after registering');
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await item(client, 'prod-health-intake')).toMatchObject({ state: 'synced' });
  });

  it('shows what differs, and takes the manifest over', async () => {
    await using scene = await connected();
    const { client, workspace } = scene;
    const uri = workspace.uriOf('billing.heady.yaml');
    await client.open(uri, BILLING.replace('podman', 'containerd'));
    const drifted = await item(client, 'prod-health-billing');
    expect(drifted).toMatchObject({ state: 'drifted', drift: ['spec.runtime'], version: 1 });
    const billing = { kind: 'Service', name: 'prod-health-billing' };
    expect(await client.request('heady/register', billing)).toMatchObject({ outcome: 'updated', version: 2 });
    expect(await client.request('heady/register', billing)).toMatchObject({ outcome: 'unchanged' });
    expect(await item(client, 'prod-health-billing')).toMatchObject({ state: 'synced', version: 2 });
  });

  it('refuses what the rules refuse, with the findings', async () => {
    await using scene = await connected();
    const { client, workspace } = scene;
    await client.open(workspace.uriOf('intake.heady.yaml'), INTAKE.replace('podman', 'podmann'));
    const params = { kind: 'Service', name: 'prod-health-intake' };
    const refused = await client.request<{ findings: { rule: string }[] }>('heady/register', params);
    expect(refused).toMatchObject({ outcome: 'refused', findings: [{ rule: 'schema/enum' }] });
  });

  it('is switched off and on by a setting', async () => {
    await using scene = await connected({ controlPlane: { enabled: false } });
    const { client } = scene;
    expect(client.controlPlane).toEqual({ state: 'disabled' });
    expect(await item(client, 'prod-health-billing')).not.toHaveProperty('version');
    client.settings = { controlPlane: { enabled: true } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.controlPlane?.state === 'connected', 'the control plane');
    client.settings = { controlPlane: { enabled: false } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.controlPlane?.state === 'disabled', 'the control plane to go');
  });
});

// What runs is read from /proc.
describe.skipIf(process.platform !== 'linux')('the process of the control plane', () => {
  it('may die: the editor keeps what it knew, says so, and connects again', async () => {
    await using scene = await connected();
    const { client, workspace } = scene;
    const [child] = childrenOf(client.process.pid);
    if (!child) throw new Error('No control plane runs.');
    process.kill(child, 'SIGKILL');
    const offline = () => client.controlPlaneStates.find(({ state }) => state === 'offline');
    await client.until(() => offline() !== undefined, 'word that it is gone');
    expect(offline()).toMatchObject({ factsAt: expect.any(String), message: expect.any(String) });
    expect(await item(client, 'prod-health-billing')).toMatchObject({ state: 'synced', version: 1 });
    expect(rulesOf(await client.diagnostics(workspace.uriOf('billing.heady.yaml')))).toEqual([]);
    await client.until(() => client.controlPlane?.state === 'connected', 'the control plane again');
    expect(childrenOf(client.process.pid)).not.toContain(child);
  });

  it('ends with the language server', async () => {
    await using scene = await connected();
    const children = childrenOf(scene.client.process.pid);
    expect(children).toHaveLength(1);
    await scene.client.stop();
    expect(await scene.client.exited).toBe(0);
    await Promise.all(children.map(end));
    expect(children.filter(lives)).toEqual([]);
  });

  it('ends also when the language server is killed', async () => {
    await using scene = await connected();
    const children = childrenOf(scene.client.process.pid);
    expect(children).toHaveLength(1);
    scene.client.process.kill('SIGKILL');
    await Promise.all(children.map(end));
    expect(children.filter(lives)).toEqual([]);
  });

  it('ends also when the editor dies and closes the pipe', async () => {
    await using scene = await connected();
    const children = childrenOf(scene.client.process.pid);
    scene.client.process.stdin?.end();
    await scene.client.exited;
    await Promise.all(children.map(end));
    expect(children.filter(lives)).toEqual([]);
  });
});
