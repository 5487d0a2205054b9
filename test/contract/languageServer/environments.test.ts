import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { ControlPlaneState } from '../../../server/src/protocol/controlPlane.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { temporaryFolder } from '../controlPlane/process.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { callTool } from './controlPlaneTool.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const BILLING = 'test-health-billing';

const PATIENT = { timeout: 120_000, interval: 100 };

/** The manifest of an environment with a control plane of its own. */
const environment = (name: string, urls: readonly string[]) => `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: ${name} }
spec:
  controlPlane: { urls: ${JSON.stringify(urls)}, auth: bearer }
`;

interface Scene extends StartOptions {
  /** Nodes of the control plane of test; dev has the one built in. */
  urls: readonly string[];
  /** The workspace and the storage of a scene before. */
  on?: { workspace: WorkspaceFolder; storage: WorkspaceFolder };
}

/** An editor that is switched to test, unless it says otherwise. */
async function editor({ urls, on, options, ...start }: Scene) {
  const workspace =
    on?.workspace ??
    new WorkspaceFolder({
      'test.heady.yaml': environment('test', urls),
      'billing.heady.yaml': service(BILLING),
      'intake.heady.yaml': service('dev-health-intake'),
    });
  const storage = on?.storage ?? new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    options: {
      environment: 'test',
      storagePath: storage.path,
      cachePath: join(storage.path, 'cache'),
      ...options,
    },
    ...start,
  });
  onTestFinished(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  });
  const becomes = (state: ControlPlaneState) =>
    client.until(() => client.controlPlane?.state === state, `the control plane to be ${state}`);
  const stateOf = async (name: string) => {
    const { items } = await client.indexed();
    return items.find((each) => each.name === name)?.state;
  };
  const signIn = (url: URL, token: string) => {
    client.tokens.set(url.origin, token);
    return client.notify('heady/tokensChanged');
  };
  return { client, workspace, storage, becomes, stateOf, signIn };
}

describe('an environment with a control plane of its own', () => {
  it('is signed out, signed in, expired and signed in again', async () => {
    const { url } = await startHttp();
    const { client, becomes, stateOf, signIn } = await editor({ urls: [url.origin] });
    await becomes('signedOut');
    expect(client.controlPlane).toMatchObject({ environment: 'test', place: url.host });
    // Nobody is told what is there, so nobody can say that it is not.
    expect(await stateOf(BILLING)).toBe('unknown');

    await signIn(url, 'another');
    await client.until(() => client.controlPlane?.message?.includes('no signed JWT') === true, 'a refusal');
    expect(client.controlPlane?.state).toBe('signedOut');

    await signIn(url, await tokenOf('builder'));
    await becomes('connected');
    expect(await stateOf(BILLING)).toBe('local');
    const registered = await client.request('heady/register', { kind: 'Service', name: BILLING });
    expect(registered).toMatchObject({ outcome: 'created' });

    await signIn(url, await tokenOf('builder', { expires: -600 }));
    await becomes('expired');
    expect(client.controlPlane?.factsAt).toEqual(expect.any(String));
    expect(await stateOf(BILLING)).toBe('synced');

    await signIn(url, TOKEN);
    await becomes('connected');
  });

  it('is worked with over another node when one is lost', async () => {
    const database = join(temporaryFolder(), 'catalog.db');
    const [one, two] = [await startHttp({ database }), await startHttp({ database })];
    const tokens = { [one.url.origin]: TOKEN, [two.url.origin]: TOKEN };
    const urls = ['http://127.0.0.1:1', one.url.href, two.url.href];
    const { client, stateOf } = await editor({ urls, tokens });
    const connectedTo = (host: string) => () =>
      client.controlPlane?.state === 'connected' && client.controlPlane.place === host;
    await client.until(connectedTo(one.url.host), 'the first node that is there');
    await client.request('heady/register', { kind: 'Service', name: BILLING });

    one.child.kill('SIGKILL');
    await client.until(connectedTo(two.url.host), 'the other node');
    expect(await stateOf(BILLING)).toBe('synced');
  });

  it('is unknown until it was reached, and known from then on, also in the next session', async () => {
    const node = await startHttp();
    const tokens = { [node.url.origin]: TOKEN };
    const first = await editor({ urls: [node.url.href], tokens, options: { environment: 'dev' } });
    await first.becomes('connected');
    expect(first.client.controlPlane).not.toHaveProperty('environment');
    expect(await first.stateOf('dev-health-intake')).toBe('synced');
    expect(await first.stateOf(BILLING)).toBe('unknown');

    await first.client.request('heady/setEnvironment', { environment: 'test' });
    await first.client.until(
      () => first.client.controlPlane?.state === 'connected' && first.client.controlPlane.place !== undefined,
      'the control plane of test',
    );
    expect(await first.stateOf(BILLING)).toBe('local');
    await first.client.request('heady/register', { kind: 'Service', name: BILLING });
    const began = performance.now();
    await first.client.request('heady/setEnvironment', { environment: 'dev' });
    await first.client.request('heady/catalog');
    console.info(`switched, with what is known of it, in ${Math.round(performance.now() - began)} ms`);
    // Of both what is known is there at once, whichever is connected.
    expect(await first.stateOf('dev-health-intake')).toBe('synced');
    expect(await first.stateOf(BILLING)).toBe('synced');
    await first.client.stop();

    node.child.kill('SIGKILL');
    await node.exited;
    const second = await editor({ urls: [], tokens, on: first });
    await second.becomes('offline');
    await second.client.indexed();
    // What was kept is read in the background.
    await vi.waitFor(async () => {
      expect(second.client.controlPlane).toMatchObject({ environment: 'test', factsAt: expect.any(String) });
      expect(await second.stateOf(BILLING)).toBe('synced');
      expect(await second.stateOf('dev-health-intake')).toBe('synced');
    }, PATIENT);
  });

  it('is where the setting says, whatever its manifest does', async () => {
    const { url } = await startHttp();
    const settings = { environments: { test: { controlPlane: [url.href] } } };
    const urls = ['http://127.0.0.1:1'];
    const { client, becomes } = await editor({ urls, settings, tokens: { [url.origin]: TOKEN } });
    await becomes('connected');
    client.settings = { environments: { test: { controlPlane: 'embedded' } } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(
      () => client.controlPlane?.state === 'connected' && client.controlPlane.place === undefined,
      'the one built in',
    );
  });

  it('is not contacted for a workspace without trust, nor without a place to keep things', async () => {
    const node = await startHttp();
    const { client, stateOf } = await editor({ urls: [node.url.href], options: { trusted: false } });
    await client.indexed();
    await client.until(() => client.controlPlane !== undefined, 'a first word of the control plane');
    expect(client.controlPlane).toEqual({ state: 'disabled' });
    expect(await stateOf(BILLING)).toBe('unknown');
    expect(node.lines.filter((line) => line.includes('"request"'))).toEqual([]);
  });
});

describe('a guarded environment', () => {
  const prod = { 'a.heady.yaml': service('prod-health-a'), 'b.heady.yaml': service('prod-health-b') };
  const [a, b] = ['prod-health-a', 'prod-health-b'].map((name) => ({ kind: 'Service', name }));
  const release = { environment: 'prod', reason: 'INC-7: billing is down', minutes: 15 };

  it('is read-only until it is unlocked, and again when it is locked or switched', async () => {
    const { url } = await startHttp();
    const workspace = new WorkspaceFolder({ ...prod, 'prod.heady.yaml': environment('prod', [url.origin]) });
    const { client, becomes } = await editor({
      urls: [],
      on: { workspace, storage: new WorkspaceFolder() },
      tokens: { [url.origin]: TOKEN },
      options: { environment: 'prod' },
    });
    await becomes('connected');
    const outcome = async (params: object = a ?? {}) =>
      (await client.request<{ outcome: string }>('heady/register', params)).outcome;
    expect(await outcome()).toBe('locked');
    await expect(client.request('heady/unlock', { ...release, reason: ' ' })).rejects.toThrow('A reason');
    expect(await outcome()).toBe('locked');

    expect(await client.request('heady/unlock', release)).toMatchObject({ reason: release.reason });
    expect(await outcome()).toBe('created');
    // The history says why, for everybody.
    const history = await callTool(url, 'catalog_history', a ?? {});
    expect(history).toMatchObject({
      versions: [{ version: 1, source: 'editor, prod unlocked: INC-7: billing is down' }],
    });

    await client.request('heady/lock');
    expect(await outcome(b)).toBe('locked');
    await client.request('heady/unlock', release);
    await client.request('heady/setEnvironment', { environment: 'prod' });
    expect(await outcome(b)).toBe('locked');
    const { guards } = await client.request<CatalogSnapshot>('heady/catalog');
    expect(guards).toMatchObject({ prod: { readOnly: true, confirm: true }, dev: { readOnly: false } });
  });

  it('shows exactly what a registration would change, and changes nothing else', async () => {
    const { url } = await startHttp();
    const { client, workspace, becomes } = await editor({
      urls: [url.origin],
      tokens: { [url.origin]: TOKEN },
    });
    await becomes('connected');
    const billing = { kind: 'Service', name: BILLING };
    const preview = () => client.request('heady/registerPreview', billing);
    expect(await preview()).toMatchObject({
      outcome: 'new',
      changes: expect.arrayContaining([{ field: 'spec.runtime', to: 'podman' }]),
    });
    await client.request('heady/register', billing);
    expect(await preview()).toEqual({ outcome: 'unchanged', version: 1, changes: [] });

    const changed = service(BILLING, { 'plane: app': 'plane: app\n  replicas: 3', podman: 'containerd' });
    await client.open(workspace.uriOf('billing.heady.yaml'), changed);
    expect(await preview()).toEqual({
      outcome: 'changed',
      version: 1,
      changes: [
        { field: 'spec.replicas', to: '3' },
        { field: 'spec.runtime', from: 'podman', to: 'containerd' },
      ],
    });
    const stale = await client.request('heady/register', { ...billing, ifVersion: 7 });
    expect(stale).toMatchObject({ outcome: 'conflict' });
    const shown = await client.request('heady/register', { ...billing, ifVersion: 1 });
    expect(shown).toMatchObject({ outcome: 'updated', version: 2 });
  });

  it('is not registered at the control plane of another one', async () => {
    const { client, becomes } = await editor({
      urls: ['http://127.0.0.1:1'],
      options: { environment: 'dev' },
    });
    await becomes('connected');
    const result = await client.request('heady/register', { kind: 'Service', name: BILLING });
    expect(result).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringContaining('Switch to test first'),
    });
  });
});

it('keeps tokens out of what is traced', async () => {
  const { url } = await startHttp();
  const { client, becomes, signIn } = await editor({ urls: [url.href] });
  await becomes('signedOut');
  const { stdin } = client.process;
  if (!stdin) throw new Error('The server has no standard input.');
  const said = vi.spyOn(stdin, 'write');
  await signIn(url, TOKEN);
  await becomes('connected');
  const transcript = said.mock.calls.map(([chunk]) => Buffer.from(chunk).toString()).join('');
  expect(transcript).toContain('"sealed"');
  expect(transcript + client.stderr).not.toContain(TOKEN);
});
