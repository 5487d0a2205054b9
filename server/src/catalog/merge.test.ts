import { expect, test } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { Plain } from '../manifest/tree.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import { Catalog } from './catalog.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';
import { mergeCatalog } from './merge.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

const SERVICE = (name: string) =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: ${name}\n  tags: { Owner: team-a, Vertical: a }\nspec: { environment: dev, plane: app, runtime: docker }\n`;

function merged(files: Record<string, string>, knowledge?: ControlPlaneKnowledge) {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  const catalog = new Catalog(index, knowledge ? () => knowledge : undefined);
  return mergeCatalog(catalog, () => ({ errors: 1, warnings: 2 }));
}

function reached(...entries: CatalogEntry[]): ControlPlaneKnowledge {
  return {
    reached: 'known',
    entry: (kind, name, environment) => {
      const value = entries.find(
        (each) => each.kind === kind && each.name === name && each.environment === environment,
      );
      return value ? { state: 'known', value } : { state: 'absent' };
    },
    entries: () => entries,
    owners: () => [],
    verticals: () => [],
  };
}

function entry(name: string, manifest: Plain | undefined): CatalogEntry {
  return {
    kind: 'Service',
    name,
    environment: 'dev',
    manifest: manifest ?? null,
    version: 3,
    registeredAt: '2026-01-01T00:00:00Z',
  };
}

test('each state, side by side', () => {
  const [same, drifted] = ['dev-a-same', 'dev-a-drifted'].map(
    (name) => parseManifest(SERVICE(name)).documents[0]?.document.value,
  );
  const items = merged(
    { 'a.yaml': `${SERVICE('dev-a-same')}---\n${SERVICE('dev-a-drifted')}---\n${SERVICE('dev-a-local')}` },
    reached(
      entry('dev-a-same', same),
      entry('dev-a-drifted', { ...(drifted as object), spec: { plane: 'data' } }),
      entry('dev-a-remote', same),
    ),
  );
  expect(items.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'dev-a-drifted drifted',
    'dev-a-local local',
    'dev-a-remote remote',
    'dev-a-same synced',
  ]);
  expect(items[0]?.drift).toEqual(['spec.environment', 'spec.plane', 'spec.runtime']);
  expect(items[1]).toMatchObject({
    owner: 'team-a',
    vertical: 'a',
    environment: 'dev',
    uri: 'a.yaml',
    errors: 1,
    warnings: 2,
  });
  expect(items[1]?.range?.start).toEqual({ line: 17, character: 8 });
  expect(items[2]).toMatchObject({ version: 3, errors: 0 });
  expect(items[2]?.uri).toBeUndefined();
});

test('unknown is never shown as absent', () => {
  expect(merged({ 'a.yaml': SERVICE('dev-a-x') }).map(({ state }) => state)).toEqual(['unknown']);
});

test('another version of a registered image is not registered, rather than drifted', () => {
  const image = (version: string) =>
    `apiVersion: heady.systems/v1\nkind: GoldenImage\nmetadata: { name: base }\nspec: { version: ${version}, os: { family: ubuntu }, layers: [], state: sealed }\n`;
  const registered = {
    kind: 'GoldenImage',
    name: 'base',
    environment: undefined,
    manifest: parseManifest(image('1.0.0')).documents[0]?.document.value ?? null,
    version: 1,
    registeredAt: '2026-01-01T00:00:00Z',
  };
  const items = merged({ 'a.yaml': `${image('1.0.0')}---\n${image('1.1.0')}` }, reached(registered));
  expect(items.map(({ state }) => state)).toEqual(['synced', 'local']);
});
