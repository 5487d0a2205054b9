import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { CatalogEntry, WorkOut } from '../rules/facts.ts';
import { Catalog } from './catalog.ts';
import { ControlPlaneFacts, NEVER_REACHED } from './controlPlane/facts.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

function manifest(kind: string, name: string, spec: string): string {
  return `apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

function service(name: string, more = ''): string {
  return manifest('Service', name, `{ environment: dev, plane: app, runtime: podman${more} }`);
}

function indexOf(files: Record<string, string>): WorkspaceIndex {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return index;
}

function catalogOf(files: Record<string, string>, knowledge?: ControlPlaneKnowledge): Catalog {
  return new Catalog(indexOf(files), knowledge && (() => knowledge));
}

function registered(kind: string, name: string, spec: CatalogEntry['manifest']): ControlPlaneFacts {
  const entry = { version: 1, registeredAt: '2026-01-01T00:00:00Z', environment: 'dev' as const };
  return new ControlPlaneFacts([{ ...entry, kind, name, manifest: { kind, metadata: { name }, spec } }]);
}

const ENVIRONMENT = manifest('Environment', 'dev', '{ controlPlane: { urls: ["https://x.example"] } }');
const NOBODY = ['Service', 'dev-a-nobody'] as const;

describe('what the catalog lacks (decision 1)', () => {
  it('is absent where no control plane is configured', () => {
    expect(catalogOf({ 'a.yaml': service('dev-a-x') }).known(...NOBODY).state).toBe('absent');
  });

  it('is unknown where an Environment names a control plane that nobody asked', () => {
    const catalog = catalogOf({ 'e.yaml': ENVIRONMENT });
    expect(catalog.known(...NOBODY).state).toBe('unknown');
    catalog.workspace.delete('e.yaml');
    expect(catalog.known(...NOBODY).state).toBe('absent');
  });

  it('is unknown while a configured one was not reached, absent once it was', () => {
    expect(catalogOf({}, NEVER_REACHED).known(...NOBODY).state).toBe('unknown');
    expect(catalogOf({ 'e.yaml': ENVIRONMENT }, new ControlPlaneFacts([])).known(...NOBODY).state).toBe(
      'absent',
    );
  });

  it('is unknown while the workspace is being read', () => {
    const catalog = new Catalog(new WorkspaceIndex(), undefined, [], () => false);
    expect(catalog.known(...NOBODY).state).toBe('unknown');
  });
});

describe('what the catalog knows', () => {
  it('is in the workspace, else registered in any environment', () => {
    const catalog = catalogOf(
      { 'a.yaml': service('dev-a-x', ', replicas: 2') },
      registered('Service', 'dev-a-y', { replicas: 3 }),
    );
    const replicas = (name: string) => {
      const answer = catalog.known('Service', name);
      return answer.state === 'known' ? answer.value.map((each) => each.stated(['spec', 'replicas'])) : [];
    };
    expect(replicas('dev-a-x')).toEqual([2]);
    expect(replicas('dev-a-y')).toEqual([3]);
    expect(catalog.knownOf('Service').map(({ name }) => name)).toEqual(['dev-a-x', 'dev-a-y']);
  });

  it('can be asked for by several names, and on a condition', () => {
    const images = `${manifest('GoldenImage', 'base', '{ version: 1.0.0 }')}---\n${manifest('GoldenImage', 'base', '{ version: 1.1.0 }')}`;
    const catalog = catalogOf({ 'i.yaml': images });
    const version = (wanted: string) =>
      catalog.known('GoldenImage', 'base', (each) => each.stated(['spec', 'version']) === wanted).state;
    expect([version('1.1.0'), version('2.0.0')]).toEqual(['known', 'absent']);
    expect(catalog.known('GoldenImage', ['nobody', 'base']).state).toBe('known');
  });

  it('goes by the name as written, so that one wrong name is one fault', () => {
    expect(catalogOf({ 'a.yaml': service('Dev_X') }).known('Service', 'Dev_X').state).toBe('known');
  });
});

describe('references', () => {
  it('are found by the full name, also from where no environment is stated', () => {
    const catalog = catalogOf({
      'a.yaml': service('dev-a-x', ', dependsOn: [dev-a-y]'),
      'b.yaml': manifest('Api', 'y', '{ type: rest, definition: ./y.yaml, providedBy: a-y }'),
    });
    const found = catalog.references('Service', 'dev-a-y');
    expect(found.map(({ at, path }) => `${at.uri} ${path.join('.')}`)).toEqual([
      'a.yaml spec.dependsOn.0',
      'b.yaml spec.providedBy',
    ]);
    expect(catalog.references('Service', 'prod-a-y')).toHaveLength(1);
  });

  it('are in the documents as they are now, after edits that change no fact', () => {
    const text = service('dev-a-x', ', dependsOn: [dev-a-y]');
    const catalog = catalogOf({ 'a.yaml': text });
    catalog.references('Service', 'dev-a-y');
    catalog.workspace.set('a.yaml', parseManifest(`# moved\n${text}`));
    const [reference] = catalog.references('Service', 'dev-a-y');
    const span = reference?.document.place(reference.path);
    expect(reference?.document.text.slice(span?.start, span?.end)).toBe('dev-a-y');
  });
});

describe('derived', () => {
  it('is worked out once until a fact changes', () => {
    let times = 0;
    const count: WorkOut<number> = (facts) => {
      times++;
      return facts.documentsOf('Service').length;
    };
    const catalog = catalogOf({ 'a.yaml': service('dev-a-x') });
    expect([catalog.derived(count), catalog.derived(count), times]).toEqual([1, 1, 1]);
    catalog.workspace.set('a.yaml', parseManifest(service('dev-a-x', ', replicas: 3')));
    expect([catalog.derived(count), times]).toEqual([1, 1]);
    catalog.workspace.set('b.yaml', parseManifest(service('dev-a-y')));
    expect([catalog.derived(count), times]).toEqual([2, 2]);
  });

  it('is worked out anew when the control plane knows something else', () => {
    let knowledge: ControlPlaneKnowledge = NEVER_REACHED;
    const catalog = new Catalog(new WorkspaceIndex(), () => knowledge);
    const names: WorkOut<string[]> = (facts) => facts.knownOf('Service').map(({ name }) => name);
    expect(catalog.derived(names)).toEqual([]);
    knowledge = registered('Service', 'dev-a-y', {});
    expect(catalog.derived(names)).toEqual(['dev-a-y']);
  });
});
