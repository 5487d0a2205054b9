import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../facts.ts';
import { findingsOf, fixed, lintText, sound, titlesOf, type World } from '../testing.ts';

const manifest = (kind: string, spec: string, name = 'thing') =>
  `apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: ${name}, tags: { Owner: a, Vertical: a, DataSensitivity: internal } }\nspec:\n${spec}`;
const service = (name: string, more = '') => sound('dev-health-billing', name).concat(more);
const image = (version: string) =>
  manifest(
    'GoldenImage',
    `  version: ${version}\n  os: { family: ubuntu }\n  state: sealed\n  layers: [{ name: base, packages: [open-vm-tools, heady-mcp-agent, observability] }]\n`,
    'base',
  );

const REFERENCES: [string, string, string][] = [
  ['Service', 'dependsOn', service('dev-health-x', '  dependsOn: [dev-a-nobody]\n')],
  ['Service', 'apis', service('dev-health-x', '  apis: [nobody]\n')],
  ['Service', 'hosts', service('dev-health-x', '  hosts: [dev-nobody-01]\n')],
  [
    'VirtualMachine',
    'image',
    manifest('VirtualMachine', '  environment: dev\n  role: app\n  image: nobody@1.0.0\n', 'dev-app-01'),
  ],
  ['Api', 'providedBy', manifest('Api', '  type: rest\n  definition: ./a.yaml\n  providedBy: a-nobody\n')],
  ['Agent', 'parent', manifest('Agent', '  level: L1\n  parent: nobody\n')],
  ['Agent', 'workspace', manifest('Agent', '  level: L0\n  workspace: nobody\n')],
  ['Workspace', 'dependsOn', manifest('Workspace', '  priority: P0\n  dependsOn: [nobody]\n')],
  ['Workspace', 'services', manifest('Workspace', '  priority: P0\n  services: [dev-a-nobody]\n')],
  ['Workspace', 'mcpServers', manifest('Workspace', '  priority: P0\n  mcpServers: [nobody]\n')],
  ['Vertical', 'vm', manifest('Vertical', '  focus: x\n  vm: nobody\n')],
  ['GoldenImage', 'from', image('1.0.0').replace('  state:', '  from: nobody@1.0.0\n  state:')],
];

describe('catalog/unknown-reference', () => {
  it.each(REFERENCES)('%s %s', (_kind, _field, text) => {
    expect(findingsOf(text)).toEqual([
      expect.stringMatching(/^catalog\/unknown-reference \d+:\d+ \S*nobody\S*$/),
    ]);
    expect(findingsOf(text, { isOffline: true })).toEqual([]);
    expect(findingsOf(text, { isComplete: false })).toEqual([]);
  });

  it('does not take the image of a service for a reference', () => {
    expect(findingsOf(service('dev-health-x', '  image: nobody:1.0.0\n'))).toEqual([]);
  });

  it('is at the value, quotes or alias included', () => {
    const text = service(
      'dev-health-x',
      '  env: { A: &name dev-a-nobody }\n  dependsOn: ["dev-a-nobody", *name]\n',
    );
    expect(findingsOf(text)).toEqual([
      'catalog/unknown-reference 15:15 "dev-a-nobody"',
      'catalog/unknown-reference 15:31 *name',
    ]);
  });

  it('is silent about what is registered, in any environment', () => {
    const entry: CatalogEntry = {
      kind: 'Service',
      name: 'prod-a-nobody',
      environment: 'prod',
      manifest: {},
      version: 1,
      registeredAt: '2026-01-01T00:00:00Z',
    };
    const api = manifest('Api', '  type: rest\n  definition: ./a.yaml\n  providedBy: a-nobody\n');
    expect(findingsOf(api, { entries: [entry] })).toEqual([]);
    expect(
      findingsOf(
        service('prod-health-x', '  dependsOn: [prod-a-nobody]\n').replace(
          'environment: dev',
          'environment: prod',
        ),
        { entries: [entry], registered: ['prod-health-x'] },
      ),
    ).toEqual([]);
  });

  it('leaves what does not fit, and a wrong name at its other end, to others', () => {
    expect(findingsOf(service('dev-health-x', '  dependsOn: [7, ""]\n'))).toEqual(['schema/type 14:15 7']);
    const files = { 'b.heady.yaml': service('Dev_Health_Y') };
    expect(findingsOf(service('dev-health-x', '  dependsOn: [Dev_Health_Y]\n'), { files })).toEqual([]);
  });

  describe('of a golden image', () => {
    const machine = (written: string) =>
      manifest('VirtualMachine', `  environment: dev\n  role: app\n  image: ${written}\n`, 'dev-app-01');
    const world: World = { files: { 'i.heady.yaml': `${image('1.0.0')}---\n${image('1.1.0')}` } };

    it('is by name and version (decision 15)', () => {
      expect(findingsOf(machine('base@1.1.0'), world)).toEqual([]);
      expect(findingsOf(machine('base@2.0.0'), world)).toEqual(['catalog/unknown-reference 7:10 base@2.0.0']);
      expect(lintText(machine('base@2.0.0'), world)[0]?.message).toContain(
        'has no version "2.0.0"; known: "1.0.0", "1.1.0"',
      );
    });

    it('without a version is image/not-sealed alone', () => {
      expect(findingsOf(machine('base'), world)).toEqual(['image/not-sealed 7:10 base']);
      const vertical = (vm: string) => manifest('Vertical', `  focus: x\n  vm: ${vm}\n`);
      expect(findingsOf(vertical('base'), world)).toEqual([]);
      expect(findingsOf(vertical('base@2.0.0'), world)).toHaveLength(1);
    });

    it('is replaced with the nearest name and version', () => {
      expect(titlesOf(machine('bsae@1.1.0'), 'catalog/unknown-reference', world)).toEqual([
        'Replace with "base@1.1.0"',
      ]);
    });
  });

  describe('the fix', () => {
    const files = { 'b.heady.yaml': service('dev-health-ledger') };

    it('is the nearest known name; comments and quotes stay', () => {
      const text = (name: string) => service('dev-health-x', `  dependsOn:\n    - '${name}' # counts\n`);
      expect(fixed(text('dev-health-legder'), 'catalog/unknown-reference', { files })).toBe(
        text('dev-health-ledger'),
      );
    });

    it('keeps to the form of the field', () => {
      const api = (name: string) =>
        manifest('Api', `  type: rest\n  definition: ./a.yaml\n  providedBy: ${name}\n`);
      expect(fixed(api('health-legder'), 'catalog/unknown-reference', { files })).toBe(api('health-ledger'));
    });

    it('proposes neither the document itself nor what would close a circle', () => {
      const text = service('dev-health-ledgre', '  dependsOn: [dev-health-legder]\n');
      const back = { 'b.heady.yaml': service('dev-health-ledger', '  dependsOn: [dev-health-ledgre]\n') };
      expect(titlesOf(text, 'catalog/unknown-reference', { files })).toHaveLength(1);
      expect(titlesOf(text, 'catalog/unknown-reference', { files: back })).toEqual([]);
    });
  });
});

describe('catalog/environment-crossing', () => {
  const text = service('dev-health-billing', '  dependsOn:\n    - test-health-ledger # counts\n');
  const target = (environment: string) =>
    service(`${environment}-health-ledger`).replace('environment: dev', `environment: ${environment}`);
  const files = { 'b.heady.yaml': target('test') };

  it('is at the dependency, raised in stage and prod', () => {
    expect(findingsOf(text, { files })).toEqual(['catalog/environment-crossing 15:7 test-health-ledger']);
    const prod = text.replaceAll(/\bdev\b/g, 'prod');
    const severities = [text, prod].map((each) => lintText(each, { files })[0]?.severity);
    expect(severities).toEqual(['warning', 'error']);
  });

  it('goes by the manifest, else by the name', () => {
    const odd = { 'b.heady.yaml': target('test').replace('environment: test', 'environment: dev') };
    expect(findingsOf(text, { files: odd })).toEqual([]);
    expect(findingsOf(text, { isOffline: true })).toEqual([
      'catalog/environment-crossing 15:7 test-health-ledger',
    ]);
  });

  it('says nothing of what is not there at all', () => {
    expect(findingsOf(text)).toEqual(['catalog/unknown-reference 15:7 test-health-ledger']);
  });

  it('takes the same service of this environment, where there is one', () => {
    expect(titlesOf(text, 'catalog/environment-crossing', { files })).toEqual([]);
    const both = { files: { ...files, 'c.heady.yaml': target('dev') } };
    expect(titlesOf(text, 'catalog/environment-crossing', both)).toEqual(['* Depend on "dev-health-ledger"']);
    expect(fixed(text, 'catalog/environment-crossing', both)).toBe(text.replace('test-', 'dev-'));
    const itself = text.replace('test-health-ledger', 'test-health-billing');
    const self = { files: { 'b.heady.yaml': target('test').replace('ledger', 'billing') } };
    expect(titlesOf(itself, 'catalog/environment-crossing', self)).toEqual([]);
  });
});
