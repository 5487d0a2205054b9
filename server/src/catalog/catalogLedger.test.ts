import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Environment } from '../manifest/document.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import { Catalog } from './catalog.ts';
import { CatalogLedger } from './catalogLedger.ts';
import { ControlPlaneFacts } from './controlPlane/facts.ts';
import { mergeCatalog } from './merge.ts';
import { atOnce } from './slices.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

const NO_FINDINGS = { errors: 0, warnings: 0 };
const NAMES = ['dev-a-x', 'dev-a-y', 'prod-a-x', 'prod-b-z'];

function manifest(name: string, owner: string): string {
  return `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: ${name}\n  tags: { Owner: ${owner}, Vertical: a }\nspec: { environment: ${name.split('-')[0]}, plane: app, runtime: docker }\n`;
}

function entry(name: string, version: number, retired = false): CatalogEntry {
  return {
    kind: 'Service',
    name,
    environment: name.split('-')[0] as Environment,
    manifest: parseManifest(manifest(name, 'team-a')).documents[0]?.document.value ?? null,
    version,
    registeredAt: '2026-01-01T00:00:00Z',
    ...(retired ? { retiredAt: '2026-01-02T00:00:00Z' } : {}),
  };
}

/** A catalog that can be changed, its ledger, and what an editor makes of the ledger's pages. */
class Scene {
  readonly workspace = new WorkspaceIndex();
  facts = new ControlPlaneFacts([]);
  readonly catalog = new Catalog(this.workspace, () => this.facts);
  readonly ledger = new CatalogLedger(this.catalog, () => NO_FINDINGS);
  readonly mirror = new Map<number, CatalogItem>();
  #cursor: string | undefined;
  #turn = 0;

  update(): void {
    atOnce(this.ledger.update(`${this.workspace.version}/${this.facts === undefined}/${this.#turn++}`));
  }

  /** Takes all pages over; returns how many items and removals they told. */
  pull(limit: number): number {
    let told = 0;
    for (;;) {
      const page = this.ledger.changes(this.#cursor, limit);
      if (page.isAnew) this.mirror.clear();
      for (const id of page.removed) this.mirror.delete(id);
      for (const [id, item] of page.changed) this.mirror.set(id, item);
      told += page.removed.length + page.changed.length;
      this.#cursor = page.cursor;
      if (!page.hasMore) return told;
    }
  }

  get merged(): CatalogItem[] {
    return mergeCatalog(this.catalog, () => NO_FINDINGS);
  }
}

const inOrder = (items: Iterable<CatalogItem>) => [...items].map((item) => JSON.stringify(item)).sort();

const name = fc.constantFrom(...NAMES);
const change = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    file: fc.integer({ min: 0, max: 2 }),
    names: fc.array(name, { maxLength: 3 }),
    owner: fc.constantFrom('team-a', 'team-b'),
  }),
  fc.record({ do: fc.constant('delete' as const), file: fc.integer({ min: 0, max: 2 }) }),
  fc.record({
    do: fc.constant('register' as const),
    name,
    version: fc.integer({ min: 1, max: 3 }),
    retired: fc.boolean(),
  }),
  fc.record({ do: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 4 }) }),
);

it('says, change by change, what merging everything anew says', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const scene = new Scene();
      for (const each of changes) {
        if (each.do === 'write')
          scene.workspace.set(
            `${each.file}.yaml`,
            parseManifest(each.names.map((one) => manifest(one, each.owner)).join('---\n')),
          );
        else if (each.do === 'delete') scene.workspace.delete(`${each.file}.yaml`);
        else if (each.do === 'register')
          scene.facts = scene.facts.with([entry(each.name, each.version, each.retired)]);
        scene.update();
        expect(inOrder(scene.ledger.items())).toEqual(inOrder(scene.merged));
        if (each.do === 'pull') {
          scene.pull(each.limit);
          expect(inOrder(scene.mirror.values())).toEqual(inOrder(scene.merged));
        }
      }
    }),
    { numRuns: 60 },
  );
});

it('tells of one change in a big catalog by that one item', () => {
  const scene = new Scene();
  const many = Array.from({ length: 300 }, (_, index) => entry(`dev-a-n${index}`, 1));
  scene.facts = new ControlPlaneFacts(many);
  scene.update();
  expect(scene.pull(100)).toBe(300);

  scene.facts = scene.facts.with([entry('dev-a-n7', 2)]);
  scene.update();
  expect(scene.pull(100)).toBe(1);
  scene.update();
  expect(scene.pull(100)).toBe(0);
});

it('begins anew for a cursor that it does not know', () => {
  const scene = new Scene();
  scene.facts = new ControlPlaneFacts([entry('dev-a-x', 1)]);
  scene.update();
  for (const cursor of [undefined, 'another process/1', '', '//', `${'9'.repeat(40)}`])
    expect(scene.ledger.changes(cursor, 10)).toMatchObject({ isAnew: true, hasMore: false });
});

it('begins anew once what was removed is forgotten, and is right then', () => {
  const scene = new Scene();
  scene.facts = new ControlPlaneFacts([entry('dev-a-x', 1), entry('dev-a-y', 1)]);
  scene.update();
  scene.pull(10);
  scene.facts = scene.facts.with([entry('dev-a-y', 1, true)]);
  for (let version = 2; version < 1_100; version++) {
    scene.facts = scene.facts.with([entry('dev-a-x', version)]);
    scene.update();
  }
  scene.pull(10);
  expect([...scene.mirror.values()].map((item) => `${item.name} ${item.version}`)).toEqual(['dev-a-x 1099']);
});

it('asks again for findings that were not known yet', () => {
  const workspace = new WorkspaceIndex();
  workspace.set('a.yaml', parseManifest(manifest('dev-a-x', 'team-a')));
  let findings: { errors: number; warnings: number } | undefined;
  const ledger = new CatalogLedger(new Catalog(workspace), () => findings);
  atOnce(ledger.update('1'));
  expect([...ledger.items()]).toMatchObject([{ errors: 0 }]);
  findings = { errors: 3, warnings: 1 };
  atOnce(ledger.update('1'));
  expect([...ledger.items()]).toMatchObject([{ errors: 3, warnings: 1 }]);
});
