import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policy, service } from '../testing.ts';
import type { TestPlane } from '../testPlane.ts';
import { REFUSED_BY } from './guard.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Principal } from './principal.ts';
import { openFurnishedPlane, promotion } from './testing.ts';

let plane: TestPlane;

beforeAll(async () => {
  plane = await openFurnishedPlane();
});

afterAll(() => plane.dispose());

describe('approval', () => {
  const operator: Principal = { subject: 'olga', roles: ['operator'] };

  it('is not asked for where something else stands in the way', async () => {
    const asked: string[] = [];
    const client = await plane.connectAs(operator, {
      answer: (message) => {
        asked.push(message);
        return { action: 'accept', content: { approve: true } };
      },
    });
    const promote = (args: object) =>
      client.callTool({ name: 'catalog_promote', arguments: { ...promotion('stage', 'prod'), ...args } });
    expect((await promote({ name: 'stage-health-absent' })).structuredContent).toMatchObject({
      outcome: 'refused',
    });
    expect((await promote({ ifVersion: 7 })).structuredContent).toMatchObject({ outcome: 'conflict' });
    expect((await promote({ dryRun: true })).structuredContent).toMatchObject({ outcome: 'needs-approval' });
    expect(asked).toEqual([]);
    expect((await promote({})).structuredContent).toMatchObject({ entry: { name: 'prod-health-toprod' } });
    const changed = service('stage-health-toprod', { description: 'Changed.' });
    const admin = await plane.connectAs({ subject: 'admin', roles: ['admin'] });
    await admin.callTool({ name: 'catalog_register', arguments: { manifest: changed } });
    await promote({ ifVersion: 2 });
    const what = 'olga asks for catalog_promote in prod: Service stage-health-toprod version';
    expect(asked).toEqual([
      `${what} 1 from stage to prod, where it is new. Approve?`,
      `${what} 2 from stage to prod, in place of version 1. Approve?`,
    ]);
  });

  const register = (name: string) => ({ name: 'catalog_register', arguments: { manifest: service(name) } });

  it('lets the call go ahead that was approved, and asks again for the next', async () => {
    const asked: string[] = [];
    const client = await plane.connectAs(operator, {
      answer: (message) => {
        asked.push(message);
        return { action: 'accept', content: { approve: true } };
      },
    });
    expect((await client.callTool(register('prod-health-one'))).structuredContent).toMatchObject({
      outcome: 'created',
    });
    await client.callTool(register('prod-health-two'));
    expect(asked).toEqual([
      'olga asks for catalog_register in prod: Service prod-health-one. Approve?',
      'olga asks for catalog_register in prod: Service prod-health-two. Approve?',
    ]);
  });

  it.each([
    { action: 'decline' },
    { action: 'cancel' },
    { action: 'accept', content: { approve: false } },
    { action: 'accept', content: {} },
  ] as const)('refuses where the answer is %j', async (answer) => {
    const client = await plane.connectAs(operator, { answer: () => answer });
    const result = await client.callTool(register('prod-health-three'));
    expect(result._meta?.[REFUSED_BY]).toBe('access/catalog_register/prod');
    const found = await client.callTool({ name: 'catalog_search', arguments: { text: 'prod-health-three' } });
    expect(found.structuredContent).toMatchObject({ total: 0 });
  });

  it('refuses where the client cannot ask, and says so', async () => {
    const client = await plane.connectAs(operator);
    const result = await client.callTool(register('prod-health-four'));
    expect(result).toMatchObject({ isError: true, _meta: { [REFUSED_BY]: 'access/catalog_register/prod' } });
    expect(result.content[0]).toMatchObject({ text: expect.stringMatching(/cannot ask .* elicitation/) });
  });
});

describe('the audit log', () => {
  const last = async (target: string) => (await plane.store.audit.query({ target }, 1))[0];

  it('holds who did what, as which role, and that it was approved', async () => {
    const client = await plane.connectAs(
      { subject: 'olga', roles: ['viewer', 'operator'] },
      {
        answer: () => ({ action: 'accept', content: { approve: true } }),
      },
    );
    const manifest = service('prod-health-audited');
    await client.callTool({ name: 'catalog_register', arguments: { manifest } });
    const deed = {
      actor: 'olga',
      role: 'operator',
      action: 'catalog_register',
      environment: 'prod',
      vertical: 'health',
      outcome: 'created',
      node: 'node-1',
      details: { version: 1, approved: true },
    };
    expect(await last('heady://catalog/prod/Service/prod-health-audited')).toMatchObject(deed);
  });

  it('holds what was refused, by the table and by the gate', async () => {
    const viewer = await plane.connectAs({ subject: 'vera', roles: ['viewer'] });
    await viewer.callTool({ name: 'catalog_register', arguments: { manifest: service('dev-health-no') } });
    expect(await last('Service dev-health-no')).toMatchObject({
      actor: 'vera',
      outcome: 'refused',
      details: { rule: 'access/catalog_register/dev' },
    });
    const admin = await plane.connectAs({ subject: 'ada', roles: ['admin'] });
    const unfit = service('dev-health-unfit', { plane: 'edge' });
    await admin.callTool({ name: 'catalog_register', arguments: { manifest: unfit } });
    expect(await last('heady://catalog/dev/Service/dev-health-unfit')).toMatchObject({
      actor: 'ada',
      outcome: 'refused',
      details: { rules: ['schema/enum'] },
    });
  });

  it('does not grow by what changes nothing', async () => {
    const client = await plane.connectAs({ subject: 'ada', roles: ['admin'] });
    const call = { name: 'catalog_register', arguments: { manifest: service('dev-health-same') } };
    for (let time = 0; time < 3; time++) await client.callTool(call);
    const target = 'heady://catalog/dev/Service/dev-health-same';
    expect(await plane.store.audit.query({ target }, 10)).toHaveLength(1);
  });
});

describe('the limit for administration', () => {
  it('holds for changes of policies, not for others', async () => {
    const limited = { ...DEFAULT_LIMITS, administration: 2 };
    const client = await plane.connectAs({ subject: 'ada', roles: ['admin'] }, { limits: limited });
    const change = (manifest: object) =>
      client.callTool({ name: 'catalog_register', arguments: { manifest } });
    for (const name of ['one', 'two'])
      expect((await change(policy(name, {})))._meta?.[REFUSED_BY]).toBeUndefined();
    const refused = await change(policy('three', {}));
    expect(refused._meta?.[REFUSED_BY]).toBe('limits/administration');
    expect(refused.content[0]).toMatchObject({
      text: expect.stringMatching(/2 acts .* a minute\. Try again in \d+ s/),
    });
    expect((await change(service('dev-health-free'))).structuredContent).toMatchObject({
      outcome: 'created',
    });
  });
});
