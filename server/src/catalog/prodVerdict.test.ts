import { describe, expect, it } from 'vitest';
import type { Environment } from '../manifest/document.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import { Catalog } from './catalog.ts';
import { ControlPlaneFacts, NEVER_REACHED } from './controlPlane/facts.ts';
import { NO_CONTROL_PLANE } from './knowledge.ts';
import { mergeCatalog } from './merge.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

function service(environment: string, owner: string, comment = ''): string {
  return `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n${comment}  name: ${environment}-a-x\n  tags: { ${owner}Vertical: a }\nspec: { environment: ${environment}, plane: app, runtime: docker }\n`;
}

function entry(environment: Environment, owner: string): CatalogEntry {
  const { document } = parseManifest(service(environment, owner)).documents[0] ?? {};
  return {
    kind: 'Service',
    name: `${environment}-a-x`,
    environment,
    manifest: document?.value ?? null,
    version: 1,
    registeredAt: '2026-01-01T00:00:00Z',
  };
}

const OWNED = 'Owner: team-a, ';

function verdict(text: string, knowledge: ConstructorParameters<typeof Catalog>[1]): CatalogItem['prod'] {
  const workspace = new WorkspaceIndex();
  if (text) workspace.set('a.yaml', parseManifest(text));
  const [item] = mergeCatalog(new Catalog(workspace, knowledge), () => ({ errors: 0, warnings: 0 }));
  return item?.prod;
}

const registered =
  (...entries: CatalogEntry[]) =>
  () =>
    new ControlPlaneFacts(entries);

describe('a service of prod', () => {
  it('keeps the rule with an owner and an entry', () => {
    expect(verdict(service('prod', OWNED), registered(entry('prod', OWNED)))).toEqual({
      outcome: 'keeps',
      breaches: [],
      undecided: [],
    });
  });

  it('breaks it without either, and every reason is told', () => {
    expect(verdict(service('prod', ''), registered())).toMatchObject({
      outcome: 'breaks',
      breaches: [
        { rule: 'catalog/prod-owner', message: expect.stringContaining('owner') },
        { rule: 'catalog/prod-entry', message: expect.stringContaining('"prod-a-x"') },
      ],
    });
  });

  it('is undecided where nobody can say what is registered', () => {
    for (const knowledge of [NEVER_REACHED, NO_CONTROL_PLANE])
      expect(verdict(service('prod', OWNED), () => knowledge)).toEqual({
        outcome: 'undecided',
        breaches: [],
        undecided: ['catalog/prod-entry'],
      });
  });

  it('breaks it for what is known, whatever else is unknown', () => {
    expect(verdict(service('prod', ''), () => NEVER_REACHED)).toMatchObject({
      outcome: 'breaks',
      breaches: [{ rule: 'catalog/prod-owner' }],
      undecided: ['catalog/prod-entry'],
    });
  });

  it('is undecided where the manifest cannot be read to its end', () => {
    const text = `${service('prod', '')}  broken: [\n`;
    expect(verdict(text, registered(entry('prod', OWNED)))).toMatchObject({ outcome: 'undecided' });
  });

  it('is judged as registered too, where the two differ', () => {
    expect(verdict(service('prod', OWNED), registered(entry('prod', '')))).toMatchObject({
      outcome: 'breaks',
      breaches: [{ rule: 'catalog/prod-owner', message: expect.stringMatching(/^As registered: /) }],
    });
  });

  it('is judged without any manifest', () => {
    expect(verdict('', registered(entry('prod', '')))).toMatchObject({
      outcome: 'breaks',
      breaches: [{ rule: 'catalog/prod-owner' }],
    });
    expect(verdict('', registered(entry('prod', OWNED)))).toMatchObject({ outcome: 'keeps' });
  });

  it('breaks it silenced or switched off', () => {
    const silenced = service('prod', '', '  # heady-ignore catalog/prod-owner: until the handover\n');
    expect(verdict(silenced, registered(entry('prod', OWNED)))).toMatchObject({
      outcome: 'breaks',
      breaches: [{ rule: 'catalog/prod-owner', silenced: 'until the handover' }],
    });
    const policy =
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: p }\nspec: { rules: { catalog/prod-owner: off } }\n';
    const workspace = new WorkspaceIndex();
    workspace.set('a.yaml', parseManifest(service('prod', '')));
    workspace.set('p.yaml', parseManifest(policy));
    const items = mergeCatalog(new Catalog(workspace, registered(entry('prod', OWNED))), () => ({
      errors: 0,
      warnings: 0,
    }));
    expect(items.find(({ kind }) => kind === 'Service')?.prod?.outcome).toBe('breaks');
  });
});

describe('a service of stage, on its way to prod', () => {
  it('keeps the rule where it is registered and owned, whatever prod has', () => {
    expect(verdict(service('stage', OWNED), registered(entry('stage', OWNED)))).toMatchObject({
      outcome: 'keeps',
    });
  });

  it('would break it without an owner, or where there is nothing to promote', () => {
    expect(verdict(service('stage', ''), registered())).toMatchObject({
      outcome: 'breaks',
      breaches: [
        { rule: 'catalog/prod-owner' },
        { rule: 'catalog/prod-entry', message: expect.stringContaining('not registered in stage') },
      ],
    });
  });

  it('is undecided where nobody can say what is registered', () => {
    expect(verdict(service('stage', OWNED), () => NEVER_REACHED)).toMatchObject({ outcome: 'undecided' });
  });
});

it('passes no verdict on what goes nowhere near prod', () => {
  expect(verdict(service('dev', ''), registered())).toBeUndefined();
});
