import { describe, expect, it } from 'vitest';
import { service } from '../testing.ts';
import { leftBehind, promoted, renamed } from './promoted.ts';

const WAY = { from: 'dev', to: 'test', target: undefined, own: {} } as const;

describe('promoted', () => {
  it('renames what belongs to the environment, and nothing that is merely called so', () => {
    const manifest = service('dev-health-billing', {
      dependsOn: ['dev-health-db', 'prod-health-mail', 'development'],
      hosts: ['dev-app-01'],
      apis: ['dev-tools', 'billing'],
    });
    expect(promoted({ ...WAY, manifest })).toMatchObject({
      metadata: { name: 'test-health-billing' },
      spec: {
        environment: 'test',
        dependsOn: ['test-health-db', 'prod-health-mail', 'development'],
        hosts: ['test-app-01'],
        apis: ['dev-tools', 'billing'],
      },
    });
  });

  it('keeps annotations where they are: tools write them', () => {
    const annotated = (name: string, by: string) => {
      const manifest = service(name);
      return { ...manifest, metadata: { ...manifest.metadata, annotations: { by } } };
    };
    const manifest = annotated('dev-health-billing', 'dev');
    expect(promoted({ ...WAY, manifest })).toMatchObject({ metadata: { annotations: { by: 'dev' } } });
    const target = annotated('test-health-billing', 'test');
    expect(promoted({ ...WAY, manifest, target })).toMatchObject({
      metadata: { annotations: { by: 'test' } },
    });
    const bare = promoted({ ...WAY, manifest, target: service('test-health-billing') });
    expect(bare.metadata).not.toHaveProperty('annotations');
  });

  it('leaves what it was given as it is', () => {
    const manifest = service('dev-health-billing', { dependsOn: ['dev-health-db'] });
    const before = structuredClone(manifest);
    promoted({ ...WAY, manifest, own: { replicas: 3 } });
    expect(manifest).toEqual(before);
  });

  it.each([
    [{ kind: 'Service' }],
    [{ kind: 'Service', metadata: [], spec: 'text' }],
    [{ kind: 'toString', spec: {} }],
  ])('makes the best of %j', (manifest) => {
    expect(promoted({ ...WAY, manifest }).spec).toMatchObject({ environment: 'test' });
  });
});

describe('leftBehind', () => {
  it('sees the name of an environment as a word, in any case', () => {
    const env = {
      A: 'https://dev.example',
      B: 'device',
      C: 'DEV',
      D: 'my_dev_db',
      E: 'x-dev',
      F: 'development',
    };
    expect(leftBehind(service('test-health-a', { env }), 'dev')).toEqual([
      'spec.env.A',
      'spec.env.C',
      'spec.env.D',
      'spec.env.E',
    ]);
  });
});

describe('renamed', () => {
  it.each([
    ['dev-health-billing', 'test-health-billing'],
    ['development', 'development'],
    ['billing', 'billing'],
    ['dev-', 'test-'],
  ])('%s: %s', (name, expected) => {
    expect(renamed(name, 'dev', 'test')).toBe(expected);
  });
});
