import { describe, expect, it } from 'vitest';
import { LspClient, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

/** Is strict about tags, and asks not to report what lies in drafts/. */
const POLICY = `apiVersion: heady.systems/v1
kind: Policy
metadata:
  name: all-hands
spec:
  ignore: ['drafts/**']
  rules:
    tags/required: error
`;
const TAGLESS = service('dev-health-intake', { '    DataSensitivity: internal\n': '' });

describe('several workspace folders', () => {
  it('are one catalog: names are unique and references lead across', async () => {
    using one = new WorkspaceFolder({ 'a.heady.yaml': service('dev-health-intake') });
    using two = new WorkspaceFolder({
      'b.heady.yaml': `${service('dev-health-triage')}  dependsOn: [dev-health-intake]\n`,
    });
    await using client = await LspClient.start({ folders: [one.uri, two.uri] });
    await client.indexed();
    expect(await client.diagnostics(two.uriOf('b.heady.yaml'))).toEqual([]);
    const uri = two.uriOf('c.heady.yaml');
    await client.open(uri, service('dev-health-intake'));
    expect(rulesOf(await client.diagnostics(uri))).toEqual(['naming/duplicate']);
  });

  it('obey the policies of all of them, the paths of which count from each folder', async () => {
    using one = new WorkspaceFolder({ 'policy.heady.yaml': POLICY, 'drafts/a.heady.yaml': TAGLESS });
    const other = TAGLESS.replace('intake', 'triage');
    using two = new WorkspaceFolder({
      'b.heady.yaml': other,
      'drafts/c.heady.yaml': other.replace('triage', 'ward'),
    });
    await using client = await LspClient.start({ folders: [one.uri, two.uri] });
    await client.indexed();
    expect(await client.diagnostics(two.uriOf('b.heady.yaml'))).toMatchObject([
      { code: 'tags/required', severity: 1 },
    ]);
    expect(await client.diagnostics(one.uriOf('drafts/a.heady.yaml'))).toEqual([]);
    expect(await client.diagnostics(two.uriOf('drafts/c.heady.yaml'))).toEqual([]);
    await client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: one.uri, name: 'one' }] },
    });
    await client.indexed();
    expect(await client.diagnostics(two.uriOf('b.heady.yaml'))).toMatchObject([
      { code: 'tags/required', severity: 2 },
    ]);
  });
});
