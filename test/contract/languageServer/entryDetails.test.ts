/** The details of an entry, from the built language server and the control planes that it asks. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type {
  Asked,
  EntryAnswer,
  EntryAudit,
  EntryDetails,
  EntryHistory,
} from '../../../server/src/protocol/entryDetails.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const PATIENT = { timeout: 120_000, interval: 100 };

const NEEDS = '  runtime: podman\n  dependsOn: [dev-health-db]\n';
const FILES = {
  'billing.heady.yaml': service('dev-health-billing', { '  runtime: podman\n': NEEDS }),
  'db.heady.yaml': service('dev-health-db'),
};
const BILLING = { kind: 'Service', name: 'dev-health-billing', environment: 'dev' };
const DB = { kind: 'Service', name: 'dev-health-db', environment: 'dev' };

/** An editor on two services, connected to its control plane. */
async function editor(start: StartOptions = {}, files: Record<string, string> = FILES) {
  const workspace = new WorkspaceFolder(files);
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    ...start,
    options: { storagePath: storage.path, ...start.options },
  });
  onTestFinished(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  });
  await client.until(() => client.controlPlane?.state === 'connected', 'the control plane');
  const ask = <T>(method: string, params: object) => client.request<T>(method, params);
  return {
    client,
    workspace,
    details: (ref: object, depth = 1) => ask<EntryAnswer>('heady/entry', { ...ref, depth }),
    history: (ref: object) => ask<Asked<EntryHistory>>('heady/entry/history', ref),
    audit: (ref: object) => ask<Asked<EntryAudit>>('heady/entry/audit', ref),
    text: (ref: object) => ask<Asked<string>>('heady/entry/text', ref),
  };
}

function known(answer: EntryAnswer): EntryDetails {
  if (answer.state !== 'known') throw new Error(`The entry is ${answer.state}.`);
  return answer;
}

function answered<T>(asked: Asked<T>): T {
  if (asked.state !== 'answered') throw new Error(asked.message);
  return asked.answer;
}

describe('the details of an entry, with the control plane built in', () => {
  it('tell what manifest and catalog say, and follow both', async () => {
    const { client, workspace, details } = await editor();
    for (const nothing of [{ name: 1 }, { ...DB, environment: 'mars' }])
      await expect(details(nothing)).rejects.toThrow('named by its kind');
    const first = known(await details(BILLING));
    expect(first).toMatchObject({
      item: { state: 'synced', version: 1, owner: 'team-platform', vertical: 'health' },
      source: 'manifest',
      place: { uri: workspace.uriOf('billing.heady.yaml'), file: 'billing.heady.yaml' },
      drift: [],
      controlPlane: { state: 'connected' },
    });
    expect(first.graph.dependencies.nodes).toMatchObject([{ ref: DB, distance: 1, state: 'synced' }]);
    expect(known(await details(DB)).graph.dependents.nodes).toMatchObject([{ ref: BILLING }]);

    const { catalogChanges } = client;
    await client.open(
      workspace.uriOf('billing.heady.yaml'),
      FILES['billing.heady.yaml'].replace('podman', 'containerd'),
    );
    await client.until(() => client.catalogChanges > catalogChanges, 'word of the change');
    const drifted = known(await details(BILLING));
    expect(drifted.item.state).toBe('drifted');
    expect(drifted.drift).toEqual([{ field: 'spec.runtime', from: 'podman', to: 'containerd' }]);
    expect(drifted.findings.map(({ rule }) => rule)).toContain('catalog/drift');
  });

  it('tell what has no manifest here any more, and what is nowhere', async () => {
    const { client, workspace, details, text } = await editor();
    workspace.remove('db.heady.yaml');
    const changes = [{ uri: workspace.uriOf('db.heady.yaml'), type: 3 }];
    await client.notify('workspace/didChangeWatchedFiles', { changes });
    await vi.waitFor(async () => {
      const remote = known(await details(DB));
      expect(remote).toMatchObject({
        item: { state: 'remote', version: 1 },
        source: 'registered',
        findings: [],
      });
      expect(remote).not.toHaveProperty('place');
      expect(remote.graph.dependents.nodes).toMatchObject([{ ref: BILLING }]);
    }, PATIENT);
    expect(await text({ ...DB, version: 'manifest' })).toMatchObject({ state: 'unavailable' });
    expect(await details({ kind: 'Service', name: 'dev-health-nobody' })).toMatchObject({ state: 'absent' });
  });

  it('have an audit log, a history, page by page, and every version of it to compare', async () => {
    const { client, workspace, history, audit, text } = await editor();
    const seeded = { action: 'catalog_register', outcome: 'created' };
    expect(answered(await audit(DB)).records).toMatchObject([seeded]);

    const uri = workspace.uriOf('db.heady.yaml');
    await client.open(uri, FILES['db.heady.yaml']);
    for (let replicas = 2; replicas <= 23; replicas++) {
      const changed = FILES['db.heady.yaml'].replace('  plane', `  replicas: ${replicas}\n  plane`);
      await client.change(uri, { text: changed });
      await client.request('heady/register', DB);
    }
    const first = answered(await history(DB));
    expect(first.versions).toHaveLength(20);
    expect(first.versions[0]).toMatchObject({
      version: 23,
      actor: expect.any(String),
      changed: ['spec.replicas'],
    });
    const rest = answered(await history({ ...DB, cursor: first.nextCursor }));
    expect(rest.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(rest).not.toHaveProperty('nextCursor');

    const versions = await Promise.all([1, 2, 'manifest'].map((version) => text({ ...DB, version })));
    const [one = '', two = '', here = ''] = versions.map(answered);
    expect([one, two, here].map((yaml) => /replicas: (\d+)/.exec(yaml)?.[1])).toEqual([undefined, '2', '23']);
    expect(two.replace('  replicas: 2\n', '')).toBe(one);
    expect(await text({ ...DB, version: 99 })).toMatchObject({ state: 'unavailable' });
  });
});

describe('the details of an entry, with a control plane on PostgreSQL that asks for tokens', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await PostgresServer.start();
  });
  afterAll(() => postgres?.stop());

  it('tell what the role may know, and stay while nobody answers', async () => {
    const { url, child } = await startHttp({ args: ['--store', await postgres.emptySchema()] });
    const scene = await editor({
      tokens: { [url.origin]: TOKEN },
      settings: { environments: { dev: { controlPlane: [url.href] } } },
    });
    const { client, details, history, audit } = scene;
    const signIn = (token: string) => {
      client.tokens.set(url.origin, token);
      return client.notify('heady/tokensChanged');
    };
    const becomes = (state: string) =>
      client.until(() => client.controlPlane?.state === state, `the control plane to be ${state}`);
    for (const ref of [DB, BILLING]) {
      expect(await client.request('heady/register', ref)).toMatchObject({ outcome: 'created' });
    }
    expect(known(await details(BILLING)).item.state).toBe('synced');
    expect(answered(await audit(DB)).records).toMatchObject([{ role: 'admin', outcome: 'created' }]);

    const { length } = client.controlPlaneStates;
    await signIn(await tokenOf('viewer'));
    await client.until(
      () => client.controlPlaneStates.slice(length).some(({ state }) => state === 'connected'),
      'the viewer to be connected',
    );
    expect(answered(await history(DB)).versions).toMatchObject([{ version: 1 }]);
    expect(await audit(DB)).toMatchObject({ state: 'role', message: expect.stringContaining('audit') });

    await signIn(await tokenOf('viewer', { expires: -600 }));
    await becomes('expired');
    const old = known(await details(BILLING));
    expect(old).toMatchObject({ item: { state: 'synced' }, controlPlane: { factsAt: expect.any(String) } });
    expect(await history(DB)).toMatchObject({
      state: 'unavailable',
      message: expect.stringContaining('Sign in'),
    });

    await signIn(TOKEN);
    await becomes('connected');
    child.kill('SIGKILL');
    await becomes('offline');
    expect(known(await details(BILLING)).controlPlane.state).toBe('offline');
    expect(await history(DB)).toMatchObject({ state: 'unavailable' });
  });

  it('say that the editor is connected to another environment', async () => {
    const { url } = await startHttp({ args: ['--store', await postgres.emptySchema()] });
    const { details, history } = await editor(
      { settings: { environments: { prod: { controlPlane: [url.href] } } } },
      { 'billing.heady.yaml': service('prod-health-billing') },
    );
    const billing = { kind: 'Service', name: 'prod-health-billing', environment: 'prod' };
    expect(known(await details(billing))).toMatchObject({
      item: { state: 'unknown' },
      controlPlane: { state: 'offline', environment: 'prod' },
      elsewhere: 'prod',
    });
    expect(await history(billing)).toMatchObject({
      state: 'unavailable',
      message: expect.stringContaining('Switch to prod'),
    });
    expect(await details({ ...billing, name: 'prod-health-nobody' })).toMatchObject({ state: 'unknown' });
  });
});
