import { expect, it } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { ControlPlaneFacts, NEVER_REACHED } from '../catalog/controlPlane/facts.ts';
import { joinKnowledge } from '../catalog/environmentKnowledge.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { ENVIRONMENTS } from '../manifest/document.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { EnvironmentName } from '../protocol.ts';
import { type Circumstances, describeEnvironments } from './environments.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const inDev: Circumstances = {
  current: 'dev',
  indexing: false,
  settings: DEFAULT_SETTINGS,
  factsAt: () => undefined,
};

function described(services: readonly string[], knowledge: ControlPlaneKnowledge, circumstances = inDev) {
  const index = new WorkspaceIndex();
  for (const name of services) {
    const [environment] = name.split('-');
    const text = `kind: Service\nmetadata: { name: ${name} }\nspec: { environment: ${environment} }\n`;
    index.set(`file:///${name}.heady.yaml`, parseManifest(text));
  }
  const infos = describeEnvironments(new Catalog(index, () => knowledge), circumstances);
  return (name: EnvironmentName) => infos.find((info) => info.name === name);
}

const SERVICES = ['dev-a-one', 'dev-a-two', 'dev-b-three', 'dev-b-four', 'test-a-one', 'test-a-other'];

it('tells what of here is not there, by a few names', () => {
  const info = described(SERVICES, NO_CONTROL_PLANE);
  expect(info('test')?.missing).toEqual({ count: 3, names: ['a-two', 'b-four', 'b-three'] });
  expect(info('prod')?.missing).toEqual({ count: 4, names: ['a-one', 'a-two', 'b-four'] });
  expect(info('dev')).not.toHaveProperty('missing');
});

it('knows what is registered there, too', () => {
  const entry = {
    kind: 'Service',
    name: 'test-a-two',
    environment: 'test',
    manifest: {},
    version: 1,
    registeredAt: '',
  } as const;
  const info = described(SERVICES, new ControlPlaneFacts([entry]));
  expect(info('test')).toMatchObject({ services: 3, missing: { count: 2 } });
});

it('does not say what is missing where nobody can know', () => {
  const facts = new ControlPlaneFacts([]);
  const joined = joinKnowledge(facts, (name) => (name === 'prod' ? NEVER_REACHED : facts), ENVIRONMENTS);
  const info = described(SERVICES, joined);
  expect(info('prod')).not.toHaveProperty('missing');
  expect(info('test')?.missing?.count).toBe(3);
  const reading = described(SERVICES, facts, { ...inDev, indexing: true });
  expect(reading('test')).not.toHaveProperty('missing');
  expect(reading('test')).not.toHaveProperty('services');
});

it('says how old is what is known of an environment that is not connected to', () => {
  const factsAt = (name: EnvironmentName) => (name === 'prod' ? '2026-11-21T12:00:00Z' : undefined);
  const info = described(SERVICES, NO_CONTROL_PLANE, { ...inDev, factsAt });
  expect(info('prod')?.factsAt).toBe('2026-11-21T12:00:00Z');
  expect(info('dev')).not.toHaveProperty('factsAt');
});

it('says how one signs in as the manifest does, unless the setting names another place', () => {
  const index = new WorkspaceIndex();
  const text =
    'kind: Environment\nmetadata: { name: test }\nspec: { controlPlane: { urls: [], auth: oauth } }\n';
  index.set('file:///test.heady.yaml', parseManifest(text));
  const catalog = new Catalog(index, () => NO_CONTROL_PLANE);
  const authIn = (environments: Circumstances['settings']['environments']) =>
    describeEnvironments(catalog, { ...inDev, settings: { ...DEFAULT_SETTINGS, environments } }).map(
      ({ auth }) => auth,
    );
  expect(authIn({})).toEqual([undefined, 'oauth', undefined, undefined]);
  expect(authIn({ test: { clientId: 'heady' } })[1]).toBe('oauth');
  expect(authIn({ test: { controlPlane: ['https://cp.example'] } })[1]).toBeUndefined();
});
