import { describe, expect, it, onTestFinished } from 'vitest';
import { ShowMessageRequest, type ShowMessageRequestParams } from 'vscode-languageserver-protocol/node';
import { parse } from 'yaml';
import type { CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { Promotion, Unavailable } from '../../../server/src/protocol/entryChanges.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { CuttingProxy } from '../store/cuttingProxy.ts';
import { callTool } from './controlPlaneTool.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

/** Long enough for a machine that is busy with other tests. */
const PATIENCE = { timeout: 120_000 };

const environment = (name: string, origin: string) => `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: ${name} }
spec: { controlPlane: { urls: ["${origin}"], auth: bearer } }
`;

/** An editor whose environments have control planes of their own, and what it asks the person who works in it. */
async function editor(
  places: Record<string, string>,
  { files = {}, tokens = {}, ...start }: StartOptions & { files?: Record<string, string> } = {},
) {
  const workspace = new WorkspaceFolder({
    ...Object.fromEntries(
      Object.entries(places).map(([name, origin]) => [`${name}.heady.yaml`, environment(name, origin)]),
    ),
    ...files,
  });
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    tokens,
    ...start,
    options: { storagePath: storage.path, ...start.options },
  });
  onTestFinished(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  });
  const questions: string[] = [];
  const person = { questions, answers: async (): Promise<'Approve' | 'Decline'> => 'Approve' };
  client.connection.onRequest(
    ShowMessageRequest.method,
    async ({ message, actions = [] }: ShowMessageRequestParams) => {
      questions.push(message);
      const answer = await person.answers();
      return actions.find(({ title }) => title === answer) ?? null;
    },
  );
  await client.until(() => client.controlPlane?.state === 'connected', 'the control plane');
  return { client, person };
}

const promotion = (client: LspClient, method: 'rehearsePromotion' | 'promote', params: object) =>
  client.request<Promotion | Unavailable>(`heady/entry/${method}`, {
    ...{ kind: 'Service', ifVersion: 1 },
    ...params,
  });
const outcomes = (answer: Promotion | Unavailable) =>
  'gates' in answer ? answer.gates.map(({ gate, outcome }) => `${gate} ${outcome}`) : answer;
const register = (url: URL, manifest: object) => callTool(url, 'catalog_register', { manifest });
const manifest = (name: string) => parse(service(name)) as object;
const historyOf = (url: URL, name: string) => callTool(url, 'catalog_history', { kind: 'Service', name });

const BILLING = { name: 'test-health-billing', environment: 'test', to: 'stage' } as const;

describe('a promotion between control planes', () => {
  it('leads from the one built in to one over HTTP, which decides and asks', PATIENCE, async () => {
    const test = await startHttp();
    const { client, person } = await editor(
      { test: test.url.origin },
      {
        files: { 'billing.heady.yaml': service('dev-health-billing') },
        tokens: { [test.url.origin]: TOKEN },
      },
    );
    const billing = { name: 'dev-health-billing', to: 'test' };
    const rehearsed = await promotion(client, 'rehearsePromotion', billing);
    expect(outcomes(rehearsed)).toEqual([
      'entry not-verified',
      'order passed',
      'rules passed',
      'ownership passed',
      'references passed',
      'approval needs-approval',
      'concurrency passed',
    ]);
    expect(rehearsed).toMatchObject({ outcome: 'needs-approval', targetVersion: 0 });
    expect(person.questions).toEqual([]);
    expect(await promotion(client, 'promote', { ...billing, reason: 'release 12' })).toMatchObject({
      ...{ outcome: 'promoted', name: 'test-health-billing', targetVersion: 1 },
    });
    expect(person.questions).toEqual([expect.stringContaining('at the control plane built into the editor')]);
    expect(await historyOf(test.url, 'test-health-billing')).toMatchObject({
      versions: [
        {
          source:
            'promoted from dev-health-billing version 1 at the control plane built into the editor (not verified): release 12',
        },
      ],
    });
    // Nobody has to switch to see it.
    const { items } = await client.request<CatalogSnapshot>('heady/catalog');
    expect(items).toContainEqual(expect.objectContaining({ name: 'test-health-billing', version: 1 }));
  });

  it(
    'holds what is registered in both by then, and the policies of the one it goes to',
    PATIENCE,
    async () => {
      const [test, stage] = await Promise.all([startHttp(), startHttp()]);
      const tokens = { [test.url.origin]: TOKEN, [stage.url.origin]: TOKEN };
      await register(test.url, manifest(BILLING.name));
      const { client, person } = await editor(
        { test: test.url.origin, stage: stage.url.origin },
        { tokens, options: { environment: 'test' } },
      );
      expect(await promotion(client, 'rehearsePromotion', BILLING)).toMatchObject({
        outcome: 'needs-approval',
      });

      const changed = service(BILLING.name, { 'runtime: podman': 'runtime: containerd' });
      await register(test.url, parse(changed) as object);
      expect(await promotion(client, 'promote', BILLING)).toMatchObject({
        ...{ outcome: 'conflict', sourceVersion: 2, targetVersion: 0 },
      });
      await register(stage.url, manifest('stage-health-billing'));
      const stale = { ...BILLING, ifVersion: 2, ifTargetVersion: 0 };
      expect(await promotion(client, 'promote', stale)).toMatchObject({
        outcome: 'conflict',
        targetVersion: 1,
      });
      expect(person.questions).toEqual([]);

      const policy = (answer: string) => ({
        ...{ apiVersion: 'heady.systems/v1', kind: 'Policy', metadata: { name: 'rails' } },
        spec: { unverifiedPromotion: { stage: answer } },
      });
      // Where it comes from has no say in it.
      await register(test.url, policy('accept'));
      await register(stage.url, policy('refuse'));
      const now = { ...BILLING, ifVersion: 2, ifTargetVersion: 1 };
      expect(outcomes(await promotion(client, 'promote', now))).toContain('entry refused');
      await register(stage.url, policy('accept'));
      expect(await promotion(client, 'promote', now)).toMatchObject({ outcome: 'unchanged' });
      expect(person.questions).toEqual([]);

      await callTool(test.url, 'catalog_retire', { kind: 'Service', name: BILLING.name, ifVersion: 2 });
      const gone = await promotion(client, 'rehearsePromotion', now);
      expect('gates' in gone && gone.gates[0]).toMatchObject({
        outcome: 'refused',
        message: expect.stringContaining(`at ${test.url.href}`),
      });
    },
  );

  it('says at which of them somebody has to sign in, and goes on from there', PATIENCE, async () => {
    const [test, stage] = await Promise.all([startHttp(), startHttp()]);
    await register(test.url, manifest(BILLING.name));
    const { client } = await editor(
      { test: test.url.origin, stage: stage.url.origin },
      { files: { 'intake.heady.yaml': service('dev-health-intake') } },
    );
    const signIn = (url: URL, token: string) => {
      client.tokens.set(url.origin, token);
      return client.notify('heady/tokensChanged');
    };
    const told = async () => (await promotion(client, 'promote', BILLING)) as Unavailable;
    const here = await told();
    expect(here).toMatchObject({ outcome: 'unavailable', at: 'test' });
    expect(here.message).toMatch(/^test has a control plane of its own, .* Signed out of/);
    expect(here.message).toContain(test.url.host);
    await signIn(test.url, await tokenOf('viewer', { expires: -600 }));
    expect(await told()).toMatchObject({ at: 'test', message: expect.stringContaining('Sign in again') });

    // Reading takes no right to change anything there.
    await signIn(test.url, await tokenOf('viewer'));
    const there = await told();
    expect(there).toMatchObject({ outcome: 'unavailable' });
    expect(there.message).toContain(`Signed out of ${stage.url.host}`);
    expect(there).not.toHaveProperty('at');
    await signIn(stage.url, TOKEN);
    expect(await promotion(client, 'promote', BILLING)).toMatchObject({ outcome: 'promoted' });
    expect(await historyOf(stage.url, 'stage-health-billing')).toMatchObject({ versions: [{ version: 1 }] });
  });

  it(
    'is not made where the connection is cut in the middle of it, and can be made again',
    PATIENCE,
    async () => {
      const [test, stage] = await Promise.all([startHttp(), startHttp()]);
      await register(test.url, manifest(BILLING.name));
      const cut = await CuttingProxy.start(Number(stage.url.port));
      const { port } = cut;
      const origin = `http://127.0.0.1:${port}`;
      const { client, person } = await editor(
        { test: test.url.origin, stage: origin },
        { tokens: { [test.url.origin]: TOKEN, [origin]: TOKEN }, options: { environment: 'test' } },
      );
      person.answers = async () => {
        await cut.stop();
        return 'Approve';
      };
      const lost = await promotion(client, 'promote', BILLING);
      expect(['unknown', 'unavailable']).toContain(lost.outcome);
      expect(await callTool(stage.url, 'catalog_search', {})).toMatchObject({ total: 0 });

      const again = await CuttingProxy.start(Number(stage.url.port), port);
      onTestFinished(() => again.stop());
      person.answers = async () => 'Approve';
      await expect
        .poll(() => promotion(client, 'promote', BILLING), { timeout: 60_000 })
        .toMatchObject({ outcome: 'promoted', targetVersion: 1 });
      expect(await historyOf(stage.url, 'stage-health-billing')).toMatchObject({
        versions: [{ version: 1 }],
      });
    },
  );
});
