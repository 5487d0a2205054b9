import { describe, expect, it } from 'vitest';
import type { CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { ScaffoldPreview } from '../../../server/src/protocol/scaffold.ts';
import { LspClient, rangeOfText, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-intake', { 'plane: app': 'plane: appx' });
const VIRTUAL = 'vscode-vfs://github/heady/systems';

describe('a document that is on no disk', () => {
  it.each([
    'untitled:Untitled-1',
    `${VIRTUAL}/a.heady.yaml`,
    'git:/etc/a.heady.yaml?%7B%22ref%22%3A%22~%22%7D',
    'x:',
  ])('%s is checked, explained and completed by its text', async (uri) => {
    await using client = await LspClient.start();
    await client.open(uri, WRONG);
    expect(rulesOf(await client.diagnostics(uri))).toEqual(['schema/enum']);
    const { start } = rangeOfText(WRONG, 'appx');
    const at = { textDocument: { uri }, position: start };
    expect(await client.request('textDocument/hover', at)).toBeTruthy();
    expect(await client.request('textDocument/completion', at)).toBeTruthy();
    expect(await client.codeActions(uri, rangeOfText(WRONG, 'appx'))).not.toEqual([]);
    for (const method of [
      'documentSymbol',
      'foldingRange',
      'documentLink',
      'codeLens',
      'semanticTokens/full',
    ])
      await client.request(`textDocument/${method}`, { textDocument: { uri } });
    await client.request('textDocument/references', { ...at, context: { includeDeclaration: true } });
    await client.close(uri);
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it('is never looked for on the disk, though a file has its path', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    for (const scheme of ['untitled', 'git', 'vscode-vfs']) {
      const uri = folder.uriOf('a.heady.yaml').replace('file', scheme);
      await client.open(uri, WRONG);
      await client.close(uri);
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    }
    expect((await client.pullWorkspace()).map(({ uri }) => uri)).toEqual([folder.uriOf('a.heady.yaml')]);
  });

  it('is no second declaration where it shows another state of a file', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const revision = `${folder.uriOf('a.heady.yaml').replace('file:', 'git:')}?ref=HEAD`;
    await client.open(revision, SOUND.replace('podman', 'podmann'));
    expect(rulesOf(await client.diagnostics(revision))).toEqual(['schema/enum']);
    expect(await client.diagnostics(folder.uriOf('a.heady.yaml'))).toEqual([]);
    expect((await client.indexed()).items).toHaveLength(1);
  });
});

describe('a virtual workspace', () => {
  it('sees open documents only, says so, and takes what it does not see for unknown', async () => {
    await using client = await LspClient.start({ folders: [VIRTUAL] });
    expect(await client.indexed()).toMatchObject({ items: [], virtualFolders: [VIRTUAL] });
    const [one, two] = [`${VIRTUAL}/one.heady.yaml`, `${VIRTUAL}/two.heady.yaml`];
    await client.open(one, `${SOUND}  dependsOn: [dev-health-elsewhere]\n`);
    expect(await client.diagnostics(one)).toEqual([]);
    await client.open(two, SOUND);
    expect(rulesOf(await client.diagnostics(one))).toEqual(['naming/duplicate']);
    expect((await client.request<CatalogSnapshot>('heady/catalog')).items).toHaveLength(2);
    await client.close(two);
    await client.until(() => client.refreshes > 0, 'a refresh');
    expect(await client.diagnostics(one)).toEqual([]);
  });

  it('can be given a new service, whose place nobody looks at', async () => {
    await using client = await LspClient.start({ folders: ['vscode-vfs:/'] });
    const answers = {
      environment: 'dev',
      vertical: 'health',
      name: 'triage',
      owner: 'team-a',
      sensitivity: 'internal',
    };
    const preview = await client.request<ScaffoldPreview>('heady/scaffold/preview', {
      folder: VIRTUAL,
      kind: 'Service',
      answers,
    });
    expect(preview.files).toMatchObject([{ state: 'unknown' }]);
    expect(preview.files[0]?.uri).toMatch(VIRTUAL);
  });

  it('beside a folder on disk leaves that one as it is', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [VIRTUAL, folder.uri] });
    expect(await client.indexed()).toMatchObject({
      items: [{ name: 'dev-health-billing' }],
      virtualFolders: [VIRTUAL],
    });
    const uri = `${VIRTUAL}/b.heady.yaml`;
    await client.open(uri, SOUND);
    expect(rulesOf(await client.diagnostics(uri))).toEqual(['naming/duplicate']);
    expect(rulesOf(await client.diagnostics(folder.uriOf('a.heady.yaml')))).toEqual(['naming/duplicate']);
  });
});
