import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../facts.ts';
import { findingsOf, lintText, SOUND, sound } from '../testing.ts';

const service = (plane: string, more = '', name = 'dev-health-billing') =>
  sound('plane: app', `plane: ${plane}`).replace('dev-health-billing', name).concat(more);
const prod = (text: string) => text.replaceAll(/\bdev\b/g, 'prod');

describe('plane/data-access', () => {
  const files = { 'db.heady.yaml': service('data', '', 'dev-health-db') };
  const reaching = (plane: string) => service(plane, '  dependsOn: [dev-health-db]\n');

  it.each(['control', 'data'])('is at the dependency of the %s plane', (plane) => {
    expect(findingsOf(reaching(plane), { files })).toEqual(['plane/data-access 14:15 dev-health-db']);
    const [related] = lintText(reaching(plane), { files })[0]?.related ?? [];
    expect(files['db.heady.yaml'].slice(related?.span.start, related?.span.end)).toBe('data');
  });

  it('lets the app plane in, and others at what is no data', () => {
    expect(findingsOf(reaching('app'), { files })).toEqual([]);
    const other = { 'db.heady.yaml': service('app', '', 'dev-health-db') };
    expect(findingsOf(reaching('control'), { files: other })).toEqual([]);
  });

  it('asks the catalog for what the workspace does not have', () => {
    const entry: CatalogEntry = {
      kind: 'Service',
      name: 'dev-health-db',
      environment: 'dev',
      manifest: { spec: { plane: 'data' } },
      version: 1,
      registeredAt: '2026-01-01T00:00:00Z',
    };
    expect(findingsOf(reaching('control'), { entries: [entry] })).toEqual([
      'plane/data-access 14:15 dev-health-db',
    ]);
    expect(findingsOf(reaching('control'), { isOffline: true })).toEqual([]);
  });

  it.each([
    ['private', 0],
    ['vertical', 0],
    ['lan', 1],
    ['public', 1],
  ])('a port of the data plane that is open to %s: %i', (exposure, count) => {
    const text = service('data', `  ports: [{ port: 5432, exposure: ${exposure} }]\n`);
    expect(findingsOf(text)).toEqual(
      Array.from({ length: count }, () => `plane/data-access 14:35 ${exposure}`),
    );
  });

  it('is raised in stage and prod', () => {
    const severity = (text: string) => lintText(text).map((finding) => finding.severity);
    const text = service('data', '  ports: [{ port: 5432, exposure: lan }]\n');
    expect([severity(text), severity(prod(text))]).toEqual([['warning'], ['error']]);
  });
});

describe('plane/control-nodes', () => {
  const nodes = (replicas: string) => prod(service('control')).replace('  replicas: 2\n', replicas);

  it('asks for three in prod, at the replicas, else at the spec', () => {
    expect(findingsOf(nodes('  replicas: 2\n'))).toEqual(['plane/control-nodes 13:13 2']);
    expect(findingsOf(nodes(''))).toEqual(['plane/control-nodes 9:1 spec']);
    expect(findingsOf(nodes('  replicas: 3\n'))).toEqual([]);
  });

  it('asks it of nobody else', () => {
    expect(findingsOf(service('control'))).toEqual([]);
    expect(findingsOf(prod(SOUND))).toEqual([]);
    expect(findingsOf(nodes('  replicas: many\n'))).toEqual(['schema/type 13:13 many']);
  });

  const machine = (network: string, plane = 'control') => `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: dev-control-01
  tags: { Owner: a, Vertical: a, DataSensitivity: internal }
spec:
  environment: dev
  role: control
  image: base@1.0.0
  plane: ${plane}
${network}`;
  const judged = (text: string) => findingsOf(text, { isOffline: true });

  it('asks machines of the control plane, in any environment, into the control network', () => {
    expect(judged(machine('  network: { mode: control }\n'))).toEqual([]);
    expect(judged(machine('  network: { mode: nat }\n'))).toEqual(['plane/control-nodes 11:20 nat']);
    expect(judged(machine('  network: { exposedPorts: [1] }\n'))).toEqual([
      'plane/control-nodes 11:3 network',
    ]);
    expect(judged(machine(''))).toEqual(['plane/control-nodes 6:1 spec']);
  });

  it('leaves other machines where they are, and what is no mode to the schema', () => {
    expect(judged(machine('  network: { mode: nat }\n', 'app'))).toEqual([]);
    expect(judged(machine('  network: { mode: vlan }\n'))).toEqual(['schema/enum 11:20 vlan']);
  });
});
