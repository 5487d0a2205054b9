import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type ApplyWorkspaceEditParams,
  ApplyWorkspaceEditRequest,
  ShowMessageRequest,
  type ShowMessageRequestParams,
} from 'vscode-languageserver-protocol/node';
import type { CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { Promotion, Retirement, Unavailable } from '../../../server/src/protocol/entryChanges.ts';
import type { FieldPlace } from '../../../server/src/protocol/entryDetails.ts';
import type { RegisterResult } from '../../../server/src/protocol/register.ts';
import { startHttp } from '../controlPlane/httpProcess.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const BILLING = { kind: 'Service', name: 'dev-health-billing' };
const INTAKE = service('dev-health-intake', {
  '  plane: app': '  plane: app\n  dependsOn: [dev-health-billing]',
});

const shared = (name: string, url: URL) => `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: ${name} }
spec: { controlPlane: { urls: ["${url.origin}"], auth: bearer } }
`;

async function editor(files: Record<string, string>, start: StartOptions = {}): Promise<LspClient> {
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
  return client;
}

const promotion = (client: LspClient, method: 'rehearsePromotion' | 'promote', params: object) =>
  client.request<Promotion | Unavailable>(`heady/entry/${method}`, {
    ...BILLING,
    to: 'test',
    ifVersion: 1,
    ...params,
  });
const retire = (client: LspClient, params: object) =>
  client.request<Retirement | Unavailable>('heady/entry/retire', params);
const restore = (client: LspClient, params: object) =>
  client.request<RegisterResult | Unavailable>('heady/entry/restore', params);

async function registered(client: LspClient) {
  const { items } = await client.request<CatalogSnapshot>('heady/catalog');
  return Object.fromEntries(
    items.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version]])),
  );
}

describe('what is registered', () => {
  it('is promoted, gate by gate, as it was rehearsed', async () => {
    const client = await editor({ 'billing.heady.yaml': service('dev-health-billing') });
    const rehearsed = await promotion(client, 'rehearsePromotion', {});
    expect(rehearsed).toMatchObject({ outcome: 'allowed', name: 'test-health-billing', targetVersion: 0 });
    const { gates, changes, texts } = rehearsed as Promotion;
    expect(gates.map(({ gate, outcome }) => `${gate} ${outcome}`)).toEqual([
      'entry passed',
      'order passed',
      'rules passed',
      'ownership passed',
      'references passed',
      'approval passed',
      'concurrency passed',
    ]);
    expect(changes).toContainEqual({ field: 'spec.environment', to: 'test' });
    expect(texts?.after).toContain('name: test-health-billing');
    expect(texts).not.toHaveProperty('before');
    expect(await registered(client)).not.toHaveProperty('test-health-billing');

    expect((rehearsed as Promotion).own).toContainEqual({ field: 'runtime', before: 'podman' });
    const own = { replicas: 3 };
    const withOwn = (await promotion(client, 'rehearsePromotion', { own })) as Promotion;
    expect(withOwn.changes).toContainEqual({ field: 'spec.replicas', to: '3' });

    expect(await promotion(client, 'promote', { reason: 'release 12', own })).toMatchObject({
      outcome: 'promoted',
    });
    const there = { kind: 'Service', name: 'test-health-billing', environment: 'test', version: 1 };
    expect((await client.request<{ answer: string }>('heady/entry/text', there)).answer).toContain(
      'replicas: 3',
    );
    expect(await registered(client)).toMatchObject({ 'test-health-billing': 1 });
    expect(await promotion(client, 'promote', { to: 'stage' })).toMatchObject({ outcome: 'refused' });
    expect(await promotion(client, 'promote', { ifVersion: 7 })).toMatchObject({
      ...{ outcome: 'conflict', sourceVersion: 1, targetVersion: 1 },
    });
  });

  it('is not promoted before what it needs, and says which that is and where it is named', async () => {
    const client = await editor({
      'billing.heady.yaml': service('dev-health-billing'),
      'intake.heady.yaml': INTAKE,
    });
    const intake = { kind: 'Service', name: 'dev-health-intake' };
    const { gates } = (await promotion(client, 'rehearsePromotion', intake)) as Promotion;
    const [finding] = gates.find(({ gate }) => gate === 'references')?.findings ?? [];
    expect(finding).toMatchObject({ path: 'spec.dependsOn[0]', missing: BILLING });
    const place = (field: string, name = intake.name) =>
      client.request<FieldPlace | null>('heady/entry/fieldPlace', { ...intake, name, field });
    const lineOf = (text: string) => INTAKE.split('\n').findIndex((line) => line.includes(text));
    const { range } = (await place('spec.dependsOn[0]')) ?? {};
    expect(range).toMatchObject({ start: { line: lineOf('dependsOn'), character: 14 } });
    // What is stated nowhere belongs into what is.
    expect((await place('spec.env.DB'))?.range.start.line).toBe(lineOf('spec:'));
    expect(await place('spec.env', 'dev-health-nobody')).toBeNull();
  });

  it('is retired, and brought back as any of its versions', async () => {
    const client = await editor({ 'billing.heady.yaml': service('dev-health-billing') });
    expect(await retire(client, { ...BILLING, ifVersion: 4 })).toMatchObject({
      outcome: 'conflict',
      version: 1,
    });
    expect(await retire(client, { ...BILLING, ifVersion: 1, reason: 'no longer' })).toMatchObject({
      outcome: 'retired',
      message: 'Service dev-health-billing is retired. Its history stays.',
    });
    expect(await registered(client)).toEqual({});
    expect(await retire(client, { ...BILLING, ifVersion: 1 })).toMatchObject({ outcome: 'absent' });
    expect(await restore(client, { ...BILLING, version: 1 })).toMatchObject({ outcome: 'created' });
    expect(Object.keys(await registered(client))).toEqual(['dev-health-billing']);
    expect(await restore(client, { ...BILLING, version: 99 })).toMatchObject({ outcome: 'unavailable' });
  });

  it('is retired while others depend on it only where that is said', async () => {
    const client = await editor({
      'billing.heady.yaml': service('dev-health-billing'),
      'intake.heady.yaml': INTAKE,
    });
    const refused = await retire(client, { ...BILLING, ifVersion: 1 });
    expect(refused).toMatchObject({
      outcome: 'refused',
      message: 'Not retired: another entry refers to it.',
      dependants: [{ kind: 'Service', name: 'dev-health-intake', environment: 'dev' }],
    });
    expect(await retire(client, { ...BILLING, ifVersion: 1, force: true })).toMatchObject({
      outcome: 'retired',
    });
  });

  it('is taken over into a manifest that differs, field by field', async () => {
    const client = await editor({ 'billing.heady.yaml': service('dev-health-billing') });
    const { items } = await client.request<CatalogSnapshot>('heady/catalog');
    const { uri = '' } = items.find(({ name }) => name === BILLING.name) ?? {};
    const text = service('dev-health-billing', {
      '  runtime: podman': '  runtime: containerd # faster',
      'Owner: team-platform': 'Owner: team-else',
    });
    await client.open(uri, text);
    const edits: ApplyWorkspaceEditParams[] = [];
    client.connection.onRequest(ApplyWorkspaceEditRequest.method, (params: ApplyWorkspaceEditParams) => {
      edits.push(params);
      return { applied: true };
    });
    const take = (fields: string[]) =>
      client.request<string[]>('heady/entry/takeRegistered', { ...BILLING, fields });
    expect(await take(['spec.runtime', 'spec.no such'])).toEqual(['spec.no such']);
    expect(edits).toMatchObject([{ edit: { changes: { [uri]: [{ newText: 'podman' }] } } }]);
    await expect(
      client.request('heady/entry/takeRegistered', { kind: 'Service', name: 'x', fields: [] }),
    ).rejects.toThrow('has no manifest');
  });

  it('stays as it is in an environment that is locked, or that another control plane keeps', async () => {
    const { url } = await startHttp();
    const client = await editor({
      'prod.heady.yaml': service('prod-health-billing'),
      'stage.heady.yaml': shared('stage', url),
    });
    const prod = { kind: 'Service', name: 'prod-health-billing', ifVersion: 1 };
    expect(await retire(client, prod)).toMatchObject({ outcome: 'locked' });
    expect(await restore(client, { ...prod, version: 1 })).toMatchObject({ outcome: 'locked' });
    expect(await promotion(client, 'promote', { to: 'prod' })).toMatchObject({ outcome: 'locked' });
    const stage = { kind: 'Service', name: 'stage-health-billing', ifVersion: 1 };
    expect(await retire(client, stage)).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringContaining('Switch to stage first'),
    });
  });
});

describe('a change that a person has to approve', () => {
  /** An operator, switched to stage, and what is asked of them. */
  async function operator(answer: 'Approve' | 'Decline') {
    const { url } = await startHttp();
    const environments = { 'test.heady.yaml': shared('test', url), 'stage.heady.yaml': shared('stage', url) };
    const files = { ...environments, 'billing.heady.yaml': service('test-health-billing') };
    const client = await editor(files, {
      options: { environment: 'stage' },
      tokens: { [url.origin]: await tokenOf('operator', { subject: 'olga' }) },
    });
    const questions: string[] = [];
    client.connection.onRequest(
      ShowMessageRequest.method,
      async ({ message, actions = [] }: ShowMessageRequestParams) => {
        questions.push(message);
        // People take their time.
        await setTimeout(200);
        return actions.find(({ title }) => title === answer) ?? null;
      },
    );
    const billing = { kind: 'Service', name: 'test-health-billing' };
    expect(await client.request('heady/register', billing)).toMatchObject({ outcome: 'created' });
    const promote = () => promotion(client, 'promote', { ...billing, to: 'stage' });
    return { client, questions, promote };
  }

  it('is put to them, and made once they say yes', async () => {
    const { client, questions, promote } = await operator('Approve');
    expect(await promote()).toMatchObject({ outcome: 'promoted' });
    expect(questions).toEqual([
      expect.stringMatching(/^The control plane asks you to approve: .*test-health-billing/),
    ]);
    expect(await registered(client)).toMatchObject({ 'stage-health-billing': 1 });
  });

  it('is not made where they say no', async () => {
    const { client, promote } = await operator('Decline');
    expect(await promote()).toMatchObject({ outcome: 'unavailable' });
    expect(await registered(client)).not.toHaveProperty('stage-health-billing');
  });
});
