import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED_BY } from '../access/guard.ts';
import { policy, service, vertical } from '../testing.ts';
import { type TestClient, TestPlane, textOf } from '../testPlane.ts';

let plane: TestPlane;
let ada: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  ada = await plane.connect('ada', 'admin');
});
afterEach(() => plane.dispose());

interface Answer {
  outcome: string;
  gates: {
    gate: string;
    outcome: string;
    message: string;
    findings: { rule: string; path?: string; message: string }[];
  }[];
  manifest?: { metadata: object; spec: Record<string, unknown> };
  own?: object[];
  entry?: {
    name: string;
    environment: string;
    manifest: { spec: Record<string, unknown> };
    actor: string;
    source: string;
  };
}

const promote = async (args: object, client = ada) =>
  (await client.ask('catalog_promote', { kind: 'Service', ifVersion: 1, ...args })) as Answer;
const outcomes = ({ gates }: Answer) => gates.map(({ gate, outcome }) => `${gate} ${outcome}`);
const findingsIn = ({ gates }: Answer, name: string) =>
  gates.find(({ gate }) => gate === name)?.findings.map(({ rule, path }) => [rule, path]);

const ALL_PASSED = [
  'entry passed',
  'order passed',
  'rules passed',
  'ownership passed',
  'references passed',
  'approval passed',
  'concurrency passed',
];

describe('catalog_promote', () => {
  it('takes a service from dev through to prod, each step in history and audit', async () => {
    await ada.register(service('dev-health-billing', { image: 'billing:1.4.2' }));
    let from = 'dev';
    for (const to of ['test', 'stage', 'prod']) {
      const answer = await promote({ name: `${from}-health-billing`, to, reason: 'release 12' });
      expect(answer).toMatchObject({
        outcome: 'promoted',
        entry: { name: `${to}-health-billing`, environment: to },
      });
      expect(outcomes(answer)).toEqual(ALL_PASSED);
      expect(answer.entry?.manifest.spec).toMatchObject({ environment: to, image: 'billing:1.4.2' });
      from = to;
    }
    expect(await ada.ask('catalog_history', { kind: 'Service', name: 'prod-health-billing' })).toMatchObject({
      versions: [
        { version: 1, actor: 'ada', source: 'promoted from stage-health-billing version 1: release 12' },
      ],
    });
    const target = 'heady://catalog/prod/Service/prod-health-billing';
    expect(await plane.store.audit.query({ target }, 9)).toMatchObject([
      {
        actor: 'ada',
        action: 'catalog_promote',
        environment: 'prod',
        vertical: 'health',
        outcome: 'promoted',
        details: {
          from: { environment: 'stage', name: 'stage-health-billing', version: 1 },
          to: { environment: 'prod', name: 'prod-health-billing', version: 1 },
          reason: 'release 12',
        },
      },
    ]);
  });

  it('leaves the next environment what is its own, and takes over everything else', async () => {
    await ada.register(
      service('dev-health-billing', {
        image: 'billing:2',
        replicas: 1,
        env: { LOG: 'debug' },
        runtime: 'docker',
      }),
      service('test-health-billing', { image: 'billing:1', replicas: 3, runtime: 'podman', command: 'old' }),
    );
    const { entry } = await promote({ name: 'dev-health-billing', to: 'test' });
    expect(entry?.manifest.spec).toEqual({
      environment: 'test',
      plane: 'app',
      runtime: 'podman',
      replicas: 3,
      image: 'billing:2',
    });
  });

  it('takes what is said of the own fields, and no other field', async () => {
    await ada.register(service('dev-health-billing', { env: { A: '1' }, runtime: 'docker' }));
    const own = { replicas: 2, env: null, runtime: 'podman' };
    const first = await promote({ name: 'dev-health-billing', to: 'test', own });
    expect(first.entry?.manifest.spec).toEqual({
      environment: 'test',
      plane: 'app',
      runtime: 'podman',
      replicas: 2,
    });
    const stray = await promote({ name: 'dev-health-billing', to: 'test', own: { image: 'other:1' } });
    expect(stray.outcome).toBe('refused');
    expect(findingsIn(stray, 'rules')).toEqual([['promotion/own-field', 'own.image']]);
  });

  it('shows the own fields side by side, before anything changes', async () => {
    await ada.register(
      service('dev-health-billing', { replicas: 1, env: { LOG: 'debug' }, runtime: 'docker' }),
      service('test-health-billing', { replicas: 3, runtime: 'podman' }),
    );
    const own = { replicas: 5 };
    const answer = await promote({ name: 'dev-health-billing', to: 'test', own, dryRun: true });
    expect(answer.manifest?.spec).toMatchObject({ replicas: 5, runtime: 'podman' });
    expect(answer.own).toEqual([
      { field: 'runtime', before: 'docker', there: 'podman' },
      { field: 'replicas', before: 1, there: 3 },
      { field: 'hosts' },
      { field: 'env', before: { LOG: 'debug' } },
      { field: 'secrets' },
      { field: 'monthlyCost' },
    ]);
    expect(await promote({ name: 'dev-health-billing', to: 'test' })).not.toHaveProperty('own');
  });

  it('refers to what is in the next environment, and refuses while it is not there', async () => {
    await ada.register(
      service('dev-health-db'),
      service('dev-health-billing', { dependsOn: ['dev-health-db'] }),
    );
    const refused = await promote({ name: 'dev-health-billing', to: 'test' });
    expect(refused.outcome).toBe('refused');
    expect(findingsIn(refused, 'references')).toEqual([['catalog/unknown-reference', 'spec.dependsOn[0]']]);
    expect(refused.gates[4]?.findings[0]?.message).toBe(
      'Service "test-health-db" is not registered in test. Promote "dev-health-db" first, or leave it out.',
    );
    await promote({ name: 'dev-health-db', to: 'test' });
    const { entry } = await promote({ name: 'dev-health-billing', to: 'test' });
    expect(entry?.manifest.spec.dependsOn).toEqual(['test-health-db']);
  });

  it('points at values that still speak of the environment before', async () => {
    await ada.register(
      service('dev-health-billing', {
        env: { DB: 'postgres://dev-db/x', MODE: 'device' },
        secrets: [{ name: 'db', ref: 'heady://secrets/dev/db' }],
      }),
    );
    const answer = await promote({ name: 'dev-health-billing', to: 'test' });
    expect(answer.outcome).toBe('promoted');
    expect(findingsIn(answer, 'references')).toEqual([
      ['promotion/speaks-of-before', 'spec.env.DB'],
      ['promotion/speaks-of-before', 'spec.secrets[0].ref'],
    ]);
  });

  it.each([
    ['prod', 'After dev comes test, not prod. Promote to test.'],
    ['dev', 'After dev comes test, not dev. Promote to test.'],
  ])('does not lead from dev to %s', async (to, message) => {
    await ada.register(service('dev-health-billing'));
    const answer = await promote({ name: 'dev-health-billing', to });
    expect(answer.outcome).toBe('refused');
    expect(answer.gates[1]).toMatchObject({ gate: 'order', outcome: 'refused', message });
    expect(await ada.ask('catalog_search', {})).toMatchObject({ total: 1 });
  });

  it('ends at prod', async () => {
    await ada.register(service('prod-health-billing'));
    const answer = await promote({ name: 'prod-health-billing', to: 'prod' });
    expect(answer.gates[1]).toMatchObject({ outcome: 'refused', message: expect.stringContaining('last') });
  });

  it('knows no entry that is not registered in the environment before', async () => {
    await ada.register(service('test-health-billing'));
    const answer = await promote({ name: 'stage-health-billing', to: 'prod' });
    expect(outcomes(answer)).toEqual([
      'entry refused',
      'order not-reached',
      'rules not-reached',
      'ownership not-reached',
      'references not-reached',
      'approval not-reached',
      'concurrency not-reached',
    ]);
  });

  it('has nothing to promote of what belongs to no environment', async () => {
    await ada.register(policy('rails', {}));
    const answer = await promote({ kind: 'Policy', name: 'rails', to: 'test' });
    expect(answer.gates[0]?.message).toContain('A Policy belongs to no environment');
  });

  it('lists every finding of the rules of the next environment', async () => {
    await ada.register(service('test-health-billing', { runtime: 'docker', replicas: 1 }));
    await ada.register(
      policy('rails', { custom: [{ id: 'slo', path: 'spec.slo', check: 'required', severity: 'error' }] }),
    );
    const answer = await ada.call('catalog_promote', {
      kind: 'Service',
      name: 'test-health-billing',
      to: 'stage',
      ifVersion: 1,
    });
    const structured = answer.structuredContent as unknown as Answer;
    expect(outcomes(structured)).toEqual(
      ALL_PASSED.map((line) => (line === 'rules passed' ? 'rules refused' : line)),
    );
    expect(findingsIn(structured, 'rules')).toEqual([
      ['policy/slo', 'spec'],
      ['runtime/production-runtime', 'spec.runtime'],
    ]);
    expect(textOf(answer)).toMatch(/^Refused: test-health-billing version 1 does not go to stage/);
    expect(textOf(answer)).toMatch(/error: spec\.runtime: .* \[runtime\/production-runtime\]/);
    const [record] = await plane.store.audit.query({ outcome: 'refused' }, 1);
    expect(record).toMatchObject({
      target: 'heady://catalog/test/Service/test-health-billing',
      details: { to: 'stage', gates: ['rules'], rules: ['policy/slo', 'runtime/production-runtime'] },
    });
  });

  it('sees who shares a host or a budget there', async () => {
    const ports = [{ name: 'http', port: 8080, protocol: 'http' }];
    const machine = (environment: string) => ({
      apiVersion: 'heady.systems/v1',
      kind: 'VirtualMachine',
      metadata: { name: `${environment}-app-01` },
      spec: { environment, role: 'app', image: 'base@1.0.0' },
    });
    const ceiling = { focus: 'Something', monthlyCostCeiling: { amount: 100, currency: 'EUR' } };
    const monthlyCost = { amount: 60, currency: 'EUR' };
    await ada.register(
      { ...vertical('health'), spec: ceiling },
      policy('rails', { rules: { 'vertical/cost-ceiling': 'error' } }),
      machine('dev'),
      machine('test'),
      service('test-health-other', { hosts: ['test-app-01'], ports, monthlyCost }),
      service('dev-health-billing', { hosts: ['dev-app-01'], ports, monthlyCost }),
    );
    const answer = await promote({ name: 'dev-health-billing', to: 'test' });
    expect(answer.outcome).toBe('refused');
    expect(findingsIn(answer, 'rules')).toEqual([
      ['runtime/port-conflict', 'spec.ports[0].port'],
      ['vertical/cost-ceiling', 'spec.monthlyCost.amount'],
    ]);
    const own = { hosts: null, monthlyCost: { amount: 40, currency: 'EUR' } };
    expect((await promote({ name: 'dev-health-billing', to: 'test', own })).outcome).toBe('promoted');
  });

  it('lets no service into prod without an owner, whatever a policy says', async () => {
    const off = { severity: 'off', environments: ['stage', 'prod'] };
    await ada.register(policy('lax', { rules: { 'tags/required': off, 'catalog/prod-owner': off } }));
    const { metadata, ...rest } = service('stage-health-billing');
    await ada.register({ ...rest, metadata: { name: metadata.name } });
    const answer = await promote({ name: 'stage-health-billing', to: 'prod' });
    expect(outcomes(answer).filter((each) => !each.endsWith('passed'))).toEqual(['ownership refused']);
    expect(findingsIn(answer, 'ownership')).toEqual([['catalog/prod-owner', 'metadata.tags']]);
  });

  it('is a conflict where somebody was faster, here or there', async () => {
    await ada.register(service('dev-health-billing'), service('dev-health-billing', { replicas: 2 }));
    const stale = await promote({ name: 'dev-health-billing', to: 'test', ifVersion: 1 });
    expect(stale.outcome).toBe('conflict');
    expect(outcomes(stale)).toContain('concurrency refused');
    await ada.register(service('test-health-billing'));
    const there = await promote({ name: 'dev-health-billing', to: 'test', ifVersion: 2, ifTargetVersion: 0 });
    expect(there).toMatchObject({ outcome: 'conflict', entry: { version: 1 } });
    const right = await promote({ name: 'dev-health-billing', to: 'test', ifVersion: 2, ifTargetVersion: 1 });
    expect(right).toMatchObject({ outcome: 'promoted', entry: { version: 2 } });
  });

  it('can be repeated when the answer was lost', async () => {
    await ada.register(service('dev-health-billing'));
    const args = { name: 'dev-health-billing', to: 'test' };
    expect((await promote(args)).outcome).toBe('promoted');
    expect((await promote(args)).outcome).toBe('unchanged');
    const target = 'heady://catalog/test/Service/test-health-billing';
    expect(await plane.store.audit.query({ target }, 9)).toHaveLength(1);
  });

  it('tells anybody who may read what would stand in the way, and changes nothing', async () => {
    await ada.register(service('stage-health-billing', { runtime: 'podman' }));
    const before = await plane.store.audit.query({}, 99);
    const dry = { name: 'stage-health-billing', to: 'prod', dryRun: true };
    const asAdmin = await promote(dry);
    expect(asAdmin).toMatchObject({
      outcome: 'allowed',
      manifest: { metadata: { name: 'prod-health-billing' } },
    });
    const builder = await promote(dry, await plane.connect('ben', 'builder'));
    expect(builder.outcome).toBe('refused');
    expect(outcomes(builder).filter((each) => !each.endsWith('passed'))).toEqual(['approval refused']);
    expect(builder.gates[5]?.message).toContain('Those who may: admin, operator with approval.');
    const operator = await promote(dry, await plane.connect('olga', 'operator'));
    expect(operator.outcome).toBe('needs-approval');
    expect(outcomes(operator)).toContain('approval needs-approval');
    expect(await ada.ask('catalog_search', { environment: 'prod' })).toMatchObject({ total: 0 });
    expect(await plane.store.audit.query({}, 99)).toEqual(before);
  });

  it('asks a person where the role needs approval; who declines sees all gates', async () => {
    await ada.register(service('stage-health-billing'));
    const args = { kind: 'Service', name: 'stage-health-billing', to: 'prod', ifVersion: 1 };
    const declined = await (await plane.connect('olga', 'operator', () => false)).call(
      'catalog_promote',
      args,
    );
    expect(declined).toMatchObject({ isError: true, _meta: { [REFUSED_BY]: 'access/catalog_promote/prod' } });
    expect(outcomes(declined.structuredContent as unknown as Answer)).toContain('approval refused');
    const approving = await plane.connect('olga', 'operator', () => true);
    const answer = await promote(args, approving);
    expect(answer.outcome).toBe('promoted');
    expect(answer.gates[5]).toMatchObject({
      outcome: 'passed',
      message: expect.stringContaining('approved'),
    });
    const [record] = await plane.store.audit.query({ outcome: 'promoted' }, 1);
    expect(record).toMatchObject({ actor: 'olga', role: 'operator', details: { approved: true } });
  });

  it('takes virtual machines along with their size there', async () => {
    const machine = (environment: string, image: string, cpu: number) => ({
      apiVersion: 'heady.systems/v1',
      kind: 'VirtualMachine',
      metadata: {
        name: `${environment}-app-01`,
        tags: { Owner: 'team-a', Vertical: 'health', DataSensitivity: 'internal' },
      },
      spec: { environment, role: 'app', image, cpu },
    });
    const image = (version: string) => ({
      apiVersion: 'heady.systems/v1',
      kind: 'GoldenImage',
      metadata: {
        name: 'ubuntu-base',
        tags: { Owner: 'team-a', Vertical: 'health', DataSensitivity: 'internal' },
      },
      spec: {
        version,
        os: { family: 'ubuntu', version: '24.04' },
        layers: [{ name: 'base', packages: ['open-vm-tools', 'heady-mcp-agent', 'observability'] }],
        state: 'sealed',
      },
    });
    await ada.register(image('1.0.0'), image('2.0.0'));
    await ada.register(machine('dev', 'ubuntu-base@2.0.0', 2), machine('test', 'ubuntu-base@1.0.0', 8));
    const answer = await promote({ kind: 'VirtualMachine', name: 'dev-app-01', to: 'test' });
    expect(answer.entry?.manifest.spec).toMatchObject({
      environment: 'test',
      image: 'ubuntu-base@2.0.0',
      cpu: 8,
    });
  });
});
