import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../manifest/parse.ts';
import type { CatalogEntry } from '../facts.ts';
import { findingsOf, fixed, fixesFor, lintText, SOUND, sound, titlesOf, type World } from '../testing.ts';

/** A control plane that registered a manifest. */
function registered(text: string): World {
  const document = parseManifest(text).documents[0]?.document;
  const entry: CatalogEntry = {
    kind: document?.kind ?? '',
    name: document?.name ?? '',
    environment: document?.kind === 'Service' ? 'dev' : undefined,
    manifest: document?.value ?? null,
    version: 3,
    registeredAt: '2026-01-01T00:00:00Z',
  };
  return { entries: [entry] };
}

const COMMENTED = sound('replicas: 2', 'replicas: 2 # enough');

describe('catalog/drift', () => {
  it('is an info at the name that shows the fields with both values', () => {
    const world = registered(SOUND.replace('replicas: 2', 'replicas: 3').replace('podman', 'process'));
    expect(findingsOf(SOUND, world)).toEqual(['catalog/drift 4:9 dev-health-billing']);
    const [finding] = lintText(SOUND, world);
    expect(finding?.severity).toBe('info');
    expect(finding?.message).toBe(
      'Version 3 in the catalog differs in "spec.runtime" (here "podman", there "process"), "spec.replicas" (here 2, there 3).',
    );
  });

  it('counts what is too much to show', () => {
    const env = (value: string) =>
      SOUND.concat(`  env: { ${[...'abcdefg'].map((name) => `${name}: ${value}`).join(', ')} }\n`);
    expect(lintText(env('x'), registered(env('y')))[0]?.message).toMatch(/ and 2 more\.$/);
  });

  it('is silent where both agree, nothing is registered, or nobody can say', () => {
    expect(findingsOf(COMMENTED, registered(SOUND))).toEqual([]);
    expect(findingsOf(SOUND, { registered: [] })).toEqual([]);
    expect(findingsOf(SOUND)).toEqual([]);
  });

  it('does not compare what could not be read whole, nor annotations', () => {
    const broken = `${SOUND}  dependsOn: [\n`;
    expect(findingsOf(broken, registered(SOUND))).toEqual([expect.stringContaining('yaml/syntax')]);
    const noted = sound('metadata:\n', 'metadata:\n  annotations: { by: tool }\n');
    expect(findingsOf(noted, registered(SOUND))).toEqual([]);
  });

  it('leaves other versions of a golden image alone', () => {
    const image = (version: string, state = 'sealed') => `apiVersion: heady.systems/v1
kind: GoldenImage
metadata: { name: base, tags: { Owner: a, Vertical: a, DataSensitivity: internal } }
spec:
  version: ${version}
  os: { family: ubuntu }
  state: ${state}
  layers: [{ name: base, packages: [open-vm-tools, heady-mcp-agent, observability] }]
`;
    const world = registered(image('1.1.0'));
    const files = { 'new.heady.yaml': image('1.1.0') };
    expect(findingsOf(image('1.0.0'), { ...world, files })).toEqual([]);
    expect(findingsOf(image('1.0.0'), world)).toEqual(['catalog/drift 3:19 base']);
    expect(findingsOf(image('1.1.0', 'template'), world)).toEqual(['catalog/drift 3:19 base']);
  });

  describe('is mended', () => {
    it('by registering', () => {
      const [fix] = fixesFor(SOUND, 'catalog/drift', registered(sound('replicas: 2', 'replicas: 3')));
      expect(fix?.command).toEqual({ id: 'register', kind: 'Service', name: 'dev-health-billing' });
    });

    it('by taking the one field that differs, comments kept', () => {
      const world = registered(sound('replicas: 2', 'replicas: 3'));
      const title = 'Set "spec.replicas" to 3, as in the catalog';
      expect(titlesOf(COMMENTED, 'catalog/drift', world)).toEqual([
        'Register dev-health-billing as it is here',
        title,
      ]);
      expect(fixed(COMMENTED, 'catalog/drift', { ...world, title })).toBe(
        COMMENTED.replace('replicas: 2', 'replicas: 3'),
      );
    });

    it('by taking all fields, or each by itself', () => {
      const world = registered(
        SOUND.replace('  replicas: 2\n', '').replace('podman', 'process').concat('  state: stateless\n'),
      );
      expect(titlesOf(COMMENTED, 'catalog/drift', world)).toEqual([
        'Register dev-health-billing as it is here',
        'Set "spec.runtime" to "process", as in the catalog',
        'Remove "spec.replicas", as in the catalog',
        'Set "spec.state" to "stateless", as in the catalog',
      ]);
      const two = registered(SOUND.replace('replicas: 2', 'replicas: 3').replace('podman', 'process'));
      const title = 'Take all 2 fields from the catalog';
      expect(fixed(COMMENTED, 'catalog/drift', { ...two, title })).toBe(
        COMMENTED.replace('replicas: 2', 'replicas: 3').replace('podman', 'process'),
      );
      const single = 'Set "spec.runtime" to "process", as in the catalog';
      expect(fixed(COMMENTED, 'catalog/drift', { ...two, title: single })).toBe(
        COMMENTED.replace('podman', 'process'),
      );
    });

    it('not by a value that breaks another rule', () => {
      const world = registered(sound('    Owner: team-billing\n', ''));
      expect(titlesOf(SOUND, 'catalog/drift', world)).toEqual(['Register dev-health-billing as it is here']);
    });
  });
});
