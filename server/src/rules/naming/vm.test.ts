import { describe, expect, it } from 'vitest';
import { applyFix, FILE, findingsOf, fixed, fixesFor, lintText, titlesOf } from '../testing.ts';

const IMAGE = `apiVersion: heady.systems/v1
kind: GoldenImage
metadata:
  name: base
  tags: { Owner: team-a, Vertical: dev, DataSensitivity: internal }
spec:
  version: 1.0.0
  os: { family: ubuntu }
  state: sealed
  layers: [{ name: base, packages: [open-vm-tools, heady-mcp-agent, observability] }]
`;

function machine(name: string, role = 'app', environment = 'dev'): string {
  return `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: ${name}
  tags: { Owner: team-a, Vertical: dev, DataSensitivity: internal }
spec:
  environment: ${environment}
  role: ${role}
  image: base@1.0.0
`;
}

const files = { 'image.heady.yaml': IMAGE };
const judged = (text: string) => findingsOf(text, { files });

describe('naming/vm', () => {
  it.each(['dev-app-01', 'dev-app-123'])('is content with %s', (name) => {
    expect(judged(machine(name))).toEqual([]);
  });

  it.each([
    ['""', 'it is empty'],
    ['production-app-01', '"production" is no environment'],
    ['dev', 'the role is missing'],
    ['dev-App-01', 'its role "App"'],
    ['dev-app', 'the index is missing'],
    ['dev-app-1', 'its index "1"'],
    ['dev-app-one', 'its index "one"'],
    ['dev-app-01-a', 'its index "01-a"'],
    ['dev-db-01', 'its role "db" is not the "app" of "spec.role"'],
  ])('says what is wrong with %s', (name, fault) => {
    const found = lintText(machine(name), { files });
    expect(found.map(({ rule }) => rule)).toEqual(['naming/vm']);
    expect(found[0]?.message).toContain(fault);
  });

  it('is at the value, and leaves a missing name to the schema', () => {
    expect(judged(machine('"dev-app-1"'))).toEqual(['naming/vm 4:9 "dev-app-1"']);
    expect(judged(machine(''))).toEqual(['schema/required 3:1 metadata']);
  });

  it.each([
    'Dev_App_01',
    'dev app 01',
    'dev-app-1',
    'app-01',
    'development-app-01',
    'dev-app01',
    'dev-app',
    'dev-db-01',
  ])('renames %s', (name) => {
    expect(fixed(machine(`${name}`), 'naming/vm', { files })).toBe(machine('dev-app-01'));
  });

  it('prefers the new name only where the spelling alone is wrong', () => {
    expect(titlesOf(machine('Dev_App_01'), 'naming/vm', { files })).toEqual(['* Rename to "dev-app-01"']);
    expect(titlesOf(machine('dev-app-1'), 'naming/vm', { files })).toEqual(['Rename to "dev-app-01"']);
  });

  it('takes the next free index where none is stated', () => {
    const taken = { ...files, 'b.heady.yaml': machine('dev-app-01') };
    expect(titlesOf(machine('dev-app'), 'naming/vm', { files: taken })).toEqual(['Rename to "dev-app-02"']);
  });

  it('can take the role of the name instead', () => {
    const title = 'Set "spec.role" to "db"';
    expect(titlesOf(machine('dev-db-01'), 'naming/vm', { files })).toEqual(['Rename to "dev-app-01"', title]);
    expect(fixed(machine('dev-db-01'), 'naming/vm', { files, title })).toBe(machine('dev-db-01', 'db'));
  });

  it('renames in every reference', () => {
    const service = `apiVersion: heady.systems/v1
kind: Service
metadata: { name: dev-a-x, tags: { Owner: a, Vertical: a, DataSensitivity: internal } }
spec:
  environment: dev
  plane: app
  runtime: podman
  hosts:
    - Dev_App_1 # beside the door
`;
    const world = { files: { ...files, 's.heady.yaml': service } };
    const text = machine('Dev_App_1');
    const [fix] = fixesFor(text, 'naming/vm', world);
    const after = fix && applyFix(fix, { [FILE]: text, 's.heady.yaml': service });
    expect(after).toEqual({
      [FILE]: machine('dev-app-01'),
      's.heady.yaml': service.replace('Dev_App_1', 'dev-app-01'),
    });
  });
});

describe('naming/environment-mismatch of a machine', () => {
  const text = machine('dev-app-01', 'app', 'test');

  it('is one finding, at the name', () => {
    expect(judged(text)).toEqual(['naming/environment-mismatch 4:9 dev-app-01']);
    expect(judged(machine('dev-app', 'app', 'test'))).toEqual(['naming/vm 4:9 dev-app']);
  });

  it('is mended either way', () => {
    const world = { files };
    expect(titlesOf(text, 'naming/environment-mismatch', world)).toEqual([
      'Rename to "test-app-01"',
      'Set "spec.environment" to "dev"',
    ]);
    expect(fixed(text, 'naming/environment-mismatch', world)).toBe(machine('test-app-01', 'app', 'test'));
  });
});
