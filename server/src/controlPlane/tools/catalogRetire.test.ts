import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { service, vertical } from '../testing.ts';
import { type TestClient, TestPlane, textOf } from '../testPlane.ts';

let plane: TestPlane;
let ada: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  ada = await plane.connect('ada', 'admin');
});
afterEach(() => plane.dispose());

const retire = (args: object) => ada.call('catalog_retire', { kind: 'Service', ifVersion: 1, ...args });

const api = (name: string, providedBy: string) => ({
  apiVersion: 'heady.systems/v1',
  kind: 'Api',
  metadata: { name, tags: { Owner: 'team-a', Vertical: 'health', DataSensitivity: 'internal' } },
  spec: { type: 'rest', definition: 'openapi.yaml', providedBy },
});

describe('catalog_retire', () => {
  it('takes an entry out of use and keeps who did it and why', async () => {
    await ada.register(service('dev-health-billing'));
    const answer = await retire({ name: 'dev-health-billing', reason: 'merged into accounts' });
    expect(answer.structuredContent).toMatchObject({
      outcome: 'retired',
      entry: { version: 2, actor: 'ada', source: 'merged into accounts', retiredAt: expect.any(String) },
    });
    expect(textOf(answer)).toMatch(/^Retired: Service dev-health-billing/);
    expect(await ada.ask('catalog_search', {})).toMatchObject({ total: 0 });
    expect(await ada.ask('catalog_search', { includeRetired: true })).toMatchObject({
      entries: [{ name: 'dev-health-billing', retiredAt: expect.any(String) }],
    });
    const [record] = await plane.store.audit.query({ action: 'catalog_retire' }, 1);
    expect(record).toMatchObject({
      actor: 'ada',
      target: 'heady://catalog/dev/Service/dev-health-billing',
      environment: 'dev',
      vertical: 'health',
      outcome: 'retired',
      details: { version: 1, reason: 'merged into accounts' },
    });
    expect((await retire({ name: 'dev-health-billing' })).structuredContent).toEqual({ outcome: 'absent' });
  });

  it('refuses while others depend on it and lists them; force goes over that', async () => {
    await ada.register(
      service('dev-health-db'),
      service('dev-health-billing', { dependsOn: ['dev-health-db'] }),
      // Mentions the name, but does not refer to it.
      service('dev-health-other', { command: 'dev-health-db' }),
    );
    const dependants = [
      { kind: 'Service', name: 'dev-health-billing', environment: 'dev', path: 'spec.dependsOn[0]' },
    ];
    const refused = await retire({ name: 'dev-health-db' });
    expect(refused.structuredContent).toMatchObject({
      outcome: 'refused',
      dependants,
      findings: [{ rule: 'catalog/unknown-reference' }],
    });
    expect(textOf(refused)).toContain('Service "dev-health-billing" refers to the Service "dev-health-db"');
    const forced = await retire({ name: 'dev-health-db', force: true });
    expect(forced.structuredContent).toMatchObject({ outcome: 'retired', dependants });
    const records = await plane.store.audit.query({ action: 'catalog_retire' }, 9);
    expect(records.map(({ outcome, details }) => [outcome, details])).toEqual([
      ['retired', { version: 1, forcedOver: 1 }],
      ['refused', { version: 1, dependants: 1 }],
    ]);
  });

  it('asks of an API whether the same service serves it elsewhere', async () => {
    await ada.register(service('dev-health-billing'), service('test-health-billing'));
    await ada.register(api('billing-api', 'health-billing'));
    expect((await retire({ name: 'dev-health-billing' })).structuredContent).toMatchObject({
      outcome: 'retired',
    });
    expect((await retire({ name: 'test-health-billing' })).structuredContent).toMatchObject({
      outcome: 'refused',
      dependants: [{ kind: 'Api', name: 'billing-api', path: 'spec.providedBy' }],
    });
  });

  it('keeps a vertical that entries belong to', async () => {
    await ada.register(vertical('health'), service('dev-health-billing'));
    const answer = await retire({ kind: 'Vertical', name: 'health' });
    expect(answer.structuredContent).toMatchObject({
      outcome: 'refused',
      dependants: [{ name: 'dev-health-billing', path: 'metadata.tags.Vertical' }],
    });
  });

  it('is a conflict where another version is there', async () => {
    await ada.register(service('dev-health-billing'), service('dev-health-billing', { replicas: 2 }));
    expect((await retire({ name: 'dev-health-billing' })).structuredContent).toMatchObject({
      outcome: 'conflict',
      entry: { version: 2 },
    });
  });

  it('takes one release of a golden image', async () => {
    const image = (version: string) => ({
      apiVersion: 'heady.systems/v1',
      kind: 'GoldenImage',
      metadata: { name: 'base' },
      spec: { version, os: { family: 'ubuntu' }, layers: [{ name: 'base' }], state: 'sealed' },
    });
    const machine = {
      apiVersion: 'heady.systems/v1',
      kind: 'VirtualMachine',
      metadata: { name: 'dev-app-01' },
      spec: { environment: 'dev', role: 'app', image: 'base@1.0.0' },
    };
    await ada.register(image('1.0.0'), image('2.0.0'), machine);
    const first = await retire({ kind: 'GoldenImage', name: 'base', release: '1.0.0' });
    expect(first.structuredContent).toMatchObject({
      outcome: 'refused',
      dependants: [{ name: 'dev-app-01', path: 'spec.image' }],
    });
    const second = await retire({ kind: 'GoldenImage', name: 'base', release: '2.0.0' });
    expect(second.structuredContent).toMatchObject({ outcome: 'retired', entry: { release: '2.0.0' } });
  });
});

describe('catalog_history', () => {
  const history = (args: object = {}) =>
    ada.ask('catalog_history', { kind: 'Service', name: 'dev-health-billing', ...args });

  it('tells who made each version, by what means, and what changed', async () => {
    await ada.register(service('dev-health-billing'));
    const ben = await plane.connect('ben', 'builder');
    const manifest = service('dev-health-billing', { replicas: 2 });
    await ben.ask('catalog_register', { manifest, source: 'the editor' });
    await retire({ name: 'dev-health-billing', ifVersion: 2, reason: 'no use' });
    expect(await history()).toEqual({
      versions: [
        {
          version: 3,
          registeredAt: expect.any(String),
          actor: 'ada',
          source: 'no use',
          retired: true,
          changed: [],
        },
        {
          version: 2,
          registeredAt: expect.any(String),
          actor: 'ben',
          source: 'the editor',
          changed: ['spec.replicas'],
        },
        { version: 1, registeredAt: expect.any(String), actor: 'ada' },
      ],
    });
    const text = textOf(await ada.call('catalog_history', { kind: 'Service', name: 'dev-health-billing' }));
    expect(text).toMatch(
      /^version 3: retired \S+ by ada \(no use\)\nversion 2: .* by ben \(the editor\), changed spec\.replicas/,
    );
  });

  it('comes page by page, with manifests where asked', async () => {
    for (const replicas of [1, 2, 3]) await ada.register(service('dev-health-billing', { replicas }));
    expect(await history({ limit: 2, manifests: true })).toMatchObject({
      versions: [
        { version: 3, manifest: { spec: { replicas: 3 } } },
        { version: 2, changed: ['spec.replicas'] },
      ],
      nextCursor: '2',
    });
    const last = await history({ limit: 2, cursor: '2' });
    expect(last).toMatchObject({ versions: [{ version: 1 }] });
    expect(last).not.toHaveProperty('nextCursor');
  });

  it('says so of what never was', async () => {
    const answer = await ada.call('catalog_history', { kind: 'Service', name: 'dev-x-y' });
    expect(answer).toMatchObject({ isError: true });
    expect(textOf(answer)).toContain('never had a Service named "dev-x-y"');
  });
});
