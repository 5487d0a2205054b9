import { describe, expect, it } from 'vitest';
import type { CatalogChanges, CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import { LspClient } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

/** A Policy states no environment: severities follow the one that is switched to. */
const POLICY = `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: org-baseline }
spec:
  rules:
    schema/unknown-field: { severity: error, environments: [prod] }
  owners: [team-platform, team-billing]
  verticals: [health]
  colour: blue
`;
const ENVIRONMENT = `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: prod }
spec:
  controlPlane: { urls: ["https://control.example"] }
  guard: { confirm: true, readOnly: true }
`;
function workspace(): WorkspaceFolder {
  return new WorkspaceFolder({
    'policy.heady.yaml': POLICY,
    'prod.heady.yaml': ENVIRONMENT,
    'billing.heady.yaml': service('dev-health-billing'),
    'intake.heady.yaml': service('dev-health-intake', { 'plane: app': 'plane: appx' }),
  });
}

describe('heady/setEnvironment', () => {
  it('changes the severities of documents that state no environment, at once', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    await client.until(() => client.refreshes > 0, 'a refresh after indexing');
    const uri = folder.uriOf('policy.heady.yaml');
    expect(await client.diagnostics(uri)).toMatchObject([{ code: 'schema/unknown-field', severity: 2 }]);

    const { refreshes, catalogChanges } = client;
    expect(await client.request('heady/setEnvironment', { environment: 'prod' })).toBeNull();
    expect(await client.diagnostics(uri)).toMatchObject([{ code: 'schema/unknown-field', severity: 1 }]);
    await client.until(() => client.refreshes > refreshes, 'a refresh');
    await client.until(() => client.catalogChanges > catalogChanges, 'word of the catalog');
  });

  it('leaves documents alone that state their own', async () => {
    const misspelt = service('dev-health-intake', { 'runtime: podman': 'runtime: podman\n  colour: blue' });
    using folder = workspace();
    folder.write('intake.heady.yaml', misspelt);
    await using client = await LspClient.start({ folders: [folder.uri], options: { environment: 'prod' } });
    await client.indexed();
    const found = await client.diagnostics(folder.uriOf('intake.heady.yaml'));
    expect(found).toMatchObject([{ code: 'schema/unknown-field', severity: 2 }]);
  });

  it('refuses what is no environment, and stays where it was', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    await expect(client.request('heady/setEnvironment', { environment: 'production' })).rejects.toThrow(
      /production.*dev, test, stage, prod/s,
    );
    await expect(client.request('heady/setEnvironment', {})).rejects.toThrow();
    const found = await client.diagnostics(folder.uriOf('policy.heady.yaml'));
    expect(found).toMatchObject([{ severity: 2 }]);
  });
});

describe('heady/environments', () => {
  it('says what each environment is, with what its manifest says', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const environments = await client.request<EnvironmentInfo[]>('heady/environments');
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'test', 'stage', 'prod']);
    expect(environments[0]).toMatchObject({ summary: 'Ephemeral, developer-owned', services: 2 });
    expect(environments[3]).toEqual({
      name: 'prod',
      summary: 'Hardened, restricted',
      manifestUri: folder.uriOf('prod.heady.yaml'),
      controlPlaneUrls: ['https://control.example/mcp'],
      variables: {},
      leftOut: [],
      confirm: true,
      readOnly: true,
      services: 0,
    });
  });
});

describe('heady/catalog', () => {
  it('lists the workspace with findings; nobody knows what is registered', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    const { items, controlPlane, unreadable } = await client.indexed();
    expect(controlPlane).toEqual({ state: 'disabled' });
    expect(unreadable).toEqual([]);
    expect(items.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'Environment prod',
      'Policy org-baseline',
      'Service dev-health-billing',
      'Service dev-health-intake',
    ]);
    expect(items.find(({ name }) => name === 'dev-health-intake')).toMatchObject({
      environment: 'dev',
      vertical: 'health',
      owner: 'team-platform',
      sensitivity: 'internal',
      uri: folder.uriOf('intake.heady.yaml'),
      range: { start: { line: 3, character: 8 } },
      errors: 1,
      warnings: 0,
    });
  });

  it('follows what is typed, and says that it changed', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const uri = folder.uriOf('billing.heady.yaml');
    await client.open(uri, service('dev-health-billing'));
    await client.until(() => client.catalogChanges > 0, 'word of the catalog');
    const { catalogChanges } = client;
    await client.change(uri, { text: service('dev-health-invoices') });
    const { items } = await client.request<CatalogSnapshot>('heady/catalog');
    expect(items.map(({ name }) => name)).toContain('dev-health-invoices');
    expect(items.map(({ name }) => name)).not.toContain('dev-health-billing');
    await client.until(() => client.catalogChanges > catalogChanges, 'word of the new name');
  });

  it('is empty without a workspace', async () => {
    const open = { readOnly: false, confirm: false };
    await using client = await LspClient.start();
    // Which there are is known once they have been looked for, after the workspace was read.
    const { controlPlanes, ...rest } = await client.indexed();
    for (const status of Object.values(controlPlanes)) expect(status).toEqual({ state: 'disabled' });
    expect(rest).toEqual({
      items: [],
      controlPlane: { state: 'disabled' },
      indexing: false,
      guards: { dev: open, test: open, stage: open, prod: { readOnly: true, confirm: true } },
      unreadable: [],
      virtualFolders: [],
    });
  });
});

describe('heady/catalogChanges', () => {
  it('tells all at first, and then what a keystroke changed', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const changes = (since?: string) =>
      client.request<CatalogChanges>('heady/catalogChanges', since === undefined ? {} : { since });
    const whole = await changes();
    expect(whole).toMatchObject({ isAnew: true, removed: [], hasMore: false, indexing: false });
    expect(whole.changed).toHaveLength(4);

    const uri = folder.uriOf('billing.heady.yaml');
    await client.open(uri, service('dev-health-billing', { 'team-platform': 'team-billing' }));
    const after = await changes(whole.cursor);
    expect(after).toMatchObject({ isAnew: false, removed: [] });
    expect(after.changed).toMatchObject([[expect.any(Number), { uri, owner: 'team-billing' }]]);
    const id = after.changed[0]?.[0];
    expect(whole.changed.find(([each]) => each === id)?.[1].uri).toBe(uri);

    await client.change(uri, { text: '' });
    const emptied = await changes(after.cursor);
    expect(emptied).toMatchObject({ changed: [], removed: [id] });
    expect(await changes(emptied.cursor)).toMatchObject({ changed: [], removed: [] });
  });
});

describe('heady/governanceExport', () => {
  it('lists who breaks the rule of the way to prod, by what is typed', async () => {
    using folder = new WorkspaceFolder({ 'services/billing.heady.yaml': service('prod-health-billing') });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const uri = folder.uriOf('services/billing.heady.yaml');
    await client.open(uri, service('prod-health-billing', { 'Owner: team-platform': 'Owner:' }));
    const report = JSON.parse(await client.request<string>('heady/governanceExport', { format: 'json' }));
    expect(report.counts.prod).toEqual({ keeps: 0, breaks: 1, undecided: 0 });
    expect(report.verticals).toMatchObject([
      {
        vertical: 'health',
        services: [
          {
            name: 'prod-health-billing',
            reasons: [{ rule: 'catalog/prod-owner' }],
            undecided: ['catalog/prod-entry'],
            file: 'services/billing.heady.yaml',
            line: 4,
          },
        ],
      },
    ]);
    await expect(client.request('heady/governanceExport', { format: 'xml' })).rejects.toThrow(
      /markdown, csv, json/,
    );
  });
});

describe('heady/register without a control plane', () => {
  it('says so', async () => {
    using folder = workspace();
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const billing = { kind: 'Service', name: 'dev-health-billing' };
    expect(await client.request('heady/register', billing)).toMatchObject({ outcome: 'unavailable' });
    const nothing = { kind: 'Service', name: 'dev-health-nothing' };
    expect(await client.request('heady/register', nothing)).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringContaining('dev-health-nothing'),
    });
  });
});
