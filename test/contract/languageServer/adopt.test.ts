import { expect, it } from 'vitest';
import type { AdoptResult } from '../../../server/src/protocol/adopt.ts';
import { LspClient } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const COMPOSE =
  'services:\n  triage: { image: "registry.example/triage:1.2.0" }\n  billing: { image: "b:1.0" }\n';

it('heady/adopt proposes beside what is there, judges it, and leaves the catalog as it is', async () => {
  using folder = new WorkspaceFolder({ 'own/billing.heady.yaml': service('dev-health-billing') });
  await using client = await LspClient.start({ folders: [folder.uri] });
  await client.indexed();
  const { report, markdown, known } = await client.request<AdoptResult>('heady/adopt', {
    folder: folder.uri,
    files: [{ path: 'compose.yaml', text: COMPOSE }],
    answers: { environment: 'dev', vertical: 'health', owner: 'team-a', sensitivity: 'internal' },
  });
  expect(report.manifests).toMatchObject([
    { name: 'dev-health-billing', path: 'own/billing.heady.yaml', status: 'differs' },
    { name: 'dev-health-triage', path: 'services/health/triage/dev.heady.yaml', status: 'new', findings: [] },
  ]);
  expect(markdown).toContain('# Adopted services');
  expect(known).toEqual({ verticals: [], owners: [] });
  const { items } = await client.request<{ items: { name: string }[] }>('heady/catalog');
  expect(items.map(({ name }) => name)).toEqual(['dev-health-billing']);
});
