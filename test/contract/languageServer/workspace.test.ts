import { describe, expect, it, vi } from 'vitest';
import {
  CancellationTokenSource,
  ProgressType,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { LspClient, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-intake', { 'plane: app': 'plane: appx' });
const REQUEST_CANCELLED = -32800;

const PATIENT = { timeout: 120_000, interval: 50 };

describe('workspace/diagnostic', () => {
  it('reports every manifest, open or not', async () => {
    using folder = new WorkspaceFolder({
      'a.heady.yaml': SOUND,
      'deep/er/b.heady.yml': WRONG,
      '.heady/policy.yaml': WRONG.replace('intake', 'triage'),
      'heady.json': '{',
      'readme.yaml': 'no manifest',
      'node_modules/p/c.heady.yaml': WRONG,
    });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const files = ['.heady/policy.yaml', 'a.heady.yaml', 'deep/er/b.heady.yml', 'heady.json'];
    const reports = await client.pullWorkspace();
    expect(reports.map(({ uri }) => uri).sort()).toEqual(files.map((file) => folder.uriOf(file)).sort());
    const found = Object.fromEntries(
      reports.map((report) => [report.uri, report.kind === 'full' && report.items]),
    );
    expect(rulesOf(found[folder.uriOf('a.heady.yaml')] || [])).toEqual([]);
    expect(rulesOf(found[folder.uriOf('deep/er/b.heady.yml')] || [])).toEqual(['schema/enum']);
    expect(rulesOf(found[folder.uriOf('heady.json')] || [])).toEqual(['yaml/syntax']);
  });

  it('sends only what changed in full', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const first = await client.pullWorkspace();
    const second = await client.pullWorkspace(first);
    expect(second.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);

    const uri = folder.uriOf('a.heady.yaml');
    await client.open(uri, SOUND);
    await client.change(uri, { text: SOUND.replace('podman', 'podmann') });
    const third = await client.pullWorkspace(second);
    const full = third.filter(({ kind }) => kind === 'full');
    expect(full).toMatchObject([{ uri, version: 2, items: [{ code: 'schema/enum' }] }]);
    expect(third).toHaveLength(2);
  });

  it('waits until the whole workspace has been read, and can be cancelled meanwhile', async () => {
    const files = Array.from({ length: 300 }, (_, i) => [`s${i}.heady.yaml`, service(`dev-health-s${i}`)]);
    using folder = new WorkspaceFolder(Object.fromEntries(files));
    await using client = await LspClient.start({ folders: [folder.uri] });
    const source = new CancellationTokenSource();
    const early = { previousResultIds: [] };
    const answer = client.connection.sendRequest('workspace/diagnostic', early, source.token);
    source.cancel();
    const error = await answer.catch((reason: unknown) => reason);
    // Told not to ask again, VS Code does not, although it cancelled in order to: findings then stayed old.
    expect(error).toMatchObject({ code: REQUEST_CANCELLED, data: undefined });
    expect(await client.pullWorkspace()).toHaveLength(300);
  });

  it('takes back the findings of a file that is gone', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const first = await client.pullWorkspace();
    folder.remove('b.heady.yaml');
    const uri = folder.uriOf('b.heady.yaml');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    const second = await client.pullWorkspace(first);
    expect(second.find((report) => report.uri === uri)).toMatchObject({ kind: 'full', items: [] });
  });

  it('streams where the client can take parts', async () => {
    const files = Array.from({ length: 120 }, (_, i) => [`s${i}.heady.yaml`, service(`dev-health-s${i}`)]);
    using folder = new WorkspaceFolder(Object.fromEntries(files));
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const parts: number[] = [];
    const partialResultToken = 'parts';
    const type = new ProgressType<WorkspaceDiagnosticReport>();
    client.connection.onProgress(type, partialResultToken, ({ items }) => {
      parts.push(items.length);
    });
    const rest = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
      partialResultToken,
    });
    expect(rest.items).toEqual([]);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, n) => sum + n, 0)).toBe(120);
  });

  it('stops when it is cancelled, and the server stays with us', async () => {
    const files = Array.from({ length: 2000 }, (_, i) => [
      `${i % 50}/s${i}.heady.yaml`,
      service(`dev-health-s${i}`),
    ]);
    using folder = new WorkspaceFolder(Object.fromEntries(files));
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      'workspace/diagnostic',
      { previousResultIds: [] },
      source.token,
    );
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: REQUEST_CANCELLED });
    expect(await client.pullWorkspace()).toHaveLength(2000);
  });
});

describe('files that change outside the editor', () => {
  it('are read anew when the client says so', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const [a, b] = [folder.uriOf('a.heady.yaml'), folder.uriOf('b.heady.yaml')];
    await client.until(() => client.refreshes > 0, 'a refresh after indexing');
    const { refreshes } = client;

    folder.write('b.heady.yaml', SOUND);
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: b, type: 1 }] });
    await client.until(() => client.refreshes > refreshes, 'a refresh after a new file');
    // One more of the start may have come first.
    await vi.waitFor(
      async () => expect(rulesOf(await client.diagnostics(a))).toEqual(['naming/duplicate']),
      PATIENT,
    );

    folder.write('b.heady.yaml', WRONG);
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: b, type: 2 }] });
    await client.until(() => client.refreshes > refreshes + 1, 'a refresh after a change');
    await vi.waitFor(async () => expect(await client.diagnostics(a)).toEqual([]), PATIENT);
    expect(rulesOf(await client.diagnostics(b))).toEqual(['schema/enum']);
  });

  it('are known when the editor itself makes or deletes them, without a word of its watcher', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const [a, b] = [folder.uriOf('a.heady.yaml'), folder.uriOf('new/b.heady.yaml')];
    folder.write('new/b.heady.yaml', SOUND);
    await client.notify('workspace/didCreateFiles', { files: [{ uri: b }] });
    await vi.waitFor(
      async () => expect(rulesOf(await client.diagnostics(a))).toEqual(['naming/duplicate']),
      PATIENT,
    );
    folder.remove('new/b.heady.yaml');
    await client.notify('workspace/didDeleteFiles', { files: [{ uri: b }] });
    await vi.waitFor(async () => expect(await client.diagnostics(a)).toEqual([]), PATIENT);
  });

  it('do not touch what is being typed', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const uri = folder.uriOf('a.heady.yaml');
    await client.open(uri, WRONG);
    folder.write('a.heady.yaml', SOUND);
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    await client.indexed();
    expect(rulesOf(await client.diagnostics(uri))).toEqual(['schema/enum']);
    await client.close(uri);
    // The file on disk counts again once it was read.
    await vi.waitFor(async () => expect(await client.diagnostics(uri)).toEqual([]), PATIENT);
  });

  it('are forgotten with the folder that holds them, and read with one that is added', async () => {
    using one = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    using two = new WorkspaceFolder({ 'b.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [one.uri] });
    await client.indexed();
    const [first, second] = [
      { uri: one.uri, name: 'one' },
      { uri: two.uri, name: 'two' },
    ];
    const change = (event: object) => client.notify('workspace/didChangeWorkspaceFolders', { event });
    await change({ added: [second], removed: [] });
    await client.indexed();
    expect(rulesOf(await client.diagnostics(one.uriOf('a.heady.yaml')))).toEqual(['naming/duplicate']);
    await change({ added: [], removed: [first] });
    await client.indexed();
    expect((await client.pullWorkspace()).map(({ uri }) => uri)).toEqual([two.uriOf('b.heady.yaml')]);
    expect(await client.diagnostics(two.uriOf('b.heady.yaml'))).toEqual([]);
  });

  it('beyond the limit are not read until it is raised', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': SOUND });
    await using client = await LspClient.start({ folders: [folder.uri], settings: { maxFiles: 1 } });
    await client.indexed();
    expect(await client.pullWorkspace()).toHaveLength(1);
    const { refreshes } = client;
    client.settings = { maxFiles: 2 };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.refreshes > refreshes, 'a refresh after the settings changed');
    await vi.waitFor(async () => expect(await client.pullWorkspace()).toHaveLength(2), PATIENT);
  });

  it('that the user excludes are not read', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'testdata/b.heady.yaml': SOUND });
    const settings = { exclude: ['**/testdata/**'] };
    await using client = await LspClient.start({ folders: [folder.uri], settings });
    await client.indexed();
    expect((await client.pullWorkspace()).map(({ uri }) => uri)).toEqual([folder.uriOf('a.heady.yaml')]);
    const { refreshes } = client;
    client.settings = { exclude: [] };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.refreshes > refreshes, 'a refresh after the settings changed');
    await vi.waitFor(async () => expect(await client.pullWorkspace()).toHaveLength(2), PATIENT);
  });

  it('do not matter where a folder is missing, or no folder of this disk', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND });
    const folders = ['file:///nowhere/at/all', 'vscode-vfs://github/heady', 'file:///%zz', '', folder.uri];
    await using client = await LspClient.start({ folders });
    await client.indexed();
    expect((await client.pullWorkspace()).map(({ uri }) => uri)).toEqual([folder.uriOf('a.heady.yaml')]);
  });

  it('that cannot be read are listed with the reason, and hide no other', async () => {
    using folder = new WorkspaceFolder({
      'a.heady.yaml': WRONG,
      'binary.heady.yaml': new Uint8Array([0xff, 0xfe, 0x00, 0x41]),
      'folder.heady.yaml/inner.txt': 'a folder that is named like a file',
    });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const { unreadable } = await client.indexed();
    expect(unreadable).toEqual([
      { uri: folder.uriOf('binary.heady.yaml'), reason: expect.stringContaining('UTF-16') },
    ]);
    expect(rulesOf(await client.diagnostics(folder.uriOf('binary.heady.yaml')))).toEqual(['yaml/syntax']);
    expect(rulesOf(await client.diagnostics(folder.uriOf('a.heady.yaml')))).toEqual(['schema/enum']);
  });
});
