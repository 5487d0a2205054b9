import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LspClient, MODERN, PUSHED, rangeOfText, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const URI = 'file:///nowhere/a.heady.yaml';
const OTHER = 'file:///nowhere/b.heady.yaml';
const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-billing', { 'plane: app': 'plane: appx' });

describe('diagnostics of one file, pulled', () => {
  it('say what is wrong, where, and where to read more', async () => {
    await using client = await LspClient.start();
    await client.open(URI, WRONG);
    const [diagnostic, ...others] = await client.diagnostics(URI);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      source: 'heady',
      code: 'schema/enum',
      severity: 1,
      range: rangeOfText(WRONG, 'appx'),
    });
    expect(diagnostic?.message).toContain('control');
    const page = diagnostic?.codeDescription?.href ?? '';
    expect(existsSync(fileURLToPath(page)), page).toBe(true);
  });

  it('point to the pages of the folder that the client names', async () => {
    await using client = await LspClient.start({ options: { docsUri: 'https://docs.example/rules' } });
    await client.open(URI, WRONG);
    const [diagnostic] = await client.diagnostics(URI);
    expect(diagnostic?.codeDescription?.href).toBe('https://docs.example/rules/schema/enum.md');
  });

  it('are unchanged as long as nothing changes', async () => {
    await using client = await LspClient.start();
    await client.open(URI, WRONG);
    const { resultId } = await client.pull(URI);
    expect(resultId).toBeTypeOf('string');
    expect(await client.pull(URI, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.change(URI, { range: rangeOfText(WRONG, 'appx'), text: 'apps' });
    expect(await client.pull(URI, resultId)).toMatchObject({ kind: 'full' });
    expect(await client.pull(URI, 'from another server')).toMatchObject({ kind: 'full' });
  });

  it('are those of the latest text, asked for right after an edit', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    expect(await client.diagnostics(URI)).toEqual([]);
    const end = rangeOfText(SOUND, 'plane: app').end;
    for (let round = 0; round < 20; round++) {
      void client.change(URI, { range: { start: end, end }, text: 'x' });
      expect(rulesOf(await client.diagnostics(URI))).toEqual(['schema/enum']);
      const typed = { start: end, end: { line: end.line, character: end.character + 1 } };
      void client.change(URI, { range: typed, text: '' });
      expect(await client.diagnostics(URI)).toEqual([]);
    }
  });

  it('follow several edits in one change, each based on the one before', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    const plane = rangeOfText(SOUND, 'app\n  runtime');
    await client.change(
      URI,
      { range: plane, text: 'data\n  # queues\n  runtime' },
      { range: { start: { line: 12, character: 11 }, end: { line: 12, character: 17 } }, text: 'dockr' },
    );
    const [diagnostic] = await client.diagnostics(URI);
    expect(diagnostic).toMatchObject({ code: 'schema/enum', range: { start: { line: 12, character: 11 } } });
    await client.change(URI, { text: SOUND });
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  it('stay with their lines when an earlier document grows', async () => {
    await using client = await LspClient.start();
    const text = `${SOUND}---\n${service('dev-health-intake', { 'plane: app': 'plane: appx' })}`;
    await client.open(URI, text);
    const [before] = await client.diagnostics(URI);
    const start = { line: 0, character: 0 };
    await client.change(URI, { range: { start, end: start }, text: '# one\n# two\n' });
    const [after] = await client.diagnostics(URI);
    expect(after?.range.start.line).toBe((before?.range.start.line ?? 0) + 2);
  });

  it('of a URI that nobody knows are none', async () => {
    await using client = await LspClient.start();
    expect(await client.diagnostics('file:///nowhere/at-all.heady.yaml')).toEqual([]);
    expect(await client.diagnostics('untitled:Untitled-1')).toEqual([]);
  });

  it('of an untitled document are as good as those of a file', async () => {
    await using client = await LspClient.start();
    await client.open('untitled:Untitled-1', WRONG);
    expect(rulesOf(await client.diagnostics('untitled:Untitled-1'))).toEqual(['schema/enum']);
  });
});

describe('a name that is there twice', () => {
  it('is found in both files, each linking to the other, and gone when one is renamed', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    await client.open(OTHER, service('dev-health-intake'));
    const { resultId } = await client.pull(URI);
    await client.until(() => client.refreshes > 0, 'a refresh after opening');

    const refreshes = client.refreshes;
    const intake = rangeOfText(service('dev-health-intake'), 'intake');
    await client.change(OTHER, { range: intake, text: 'billing' });
    const report = await client.pull(URI, resultId);
    expect(report.kind === 'full' && rulesOf(report.items)).toEqual(['naming/duplicate']);
    const [here] = await client.diagnostics(URI);
    const [there] = await client.diagnostics(OTHER);
    expect(here?.relatedInformation).toMatchObject([{ location: { uri: OTHER, range: there?.range } }]);
    expect(there?.relatedInformation).toMatchObject([{ location: { uri: URI, range: here?.range } }]);
    await client.until(() => client.refreshes > refreshes, 'a refresh, as another file is concerned');

    const again = client.refreshes;
    await client.change(OTHER, { text: service('dev-health-intake') });
    expect(await client.diagnostics(URI)).toEqual([]);
    await client.until(() => client.refreshes > again, 'a refresh after the name is gone');
  });

  it('is no reason to disturb other files while something else is typed', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    await client.open(OTHER, service('dev-health-intake'));
    await client.until(() => client.refreshes > 0, 'a refresh after opening');
    const { resultId } = await client.pull(URI);
    await client.change(OTHER, { range: rangeOfText(SOUND, 'podman'), text: 'docker' });
    expect(await client.pull(URI, resultId)).toMatchObject({ kind: 'unchanged' });
  });

  it('is one finding again when the other file is closed and not on disk', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    await client.open(OTHER, SOUND);
    expect(rulesOf(await client.diagnostics(URI))).toEqual(['naming/duplicate']);
    const { refreshes } = client;
    await client.close(OTHER);
    // Asked at once: an answer in between would be of neither.
    expect(await client.diagnostics(URI)).toEqual([]);
    await client.until(() => client.refreshes > refreshes, 'a refresh after closing');
  });
});

describe('diagnostics for a client that cannot pull', () => {
  it('come by themselves after every edit, with the version', async () => {
    await using client = await LspClient.start({ capabilities: PUSHED });
    await client.open(URI, WRONG);
    await client.until(() => client.pushed.get(URI)?.version === 1, 'the first report');
    expect(rulesOf(client.pushed.get(URI)?.diagnostics)).toEqual(['schema/enum']);
    await client.change(URI, { range: rangeOfText(WRONG, 'appx'), text: 'app' });
    await client.until(() => client.pushed.get(URI)?.version === 2, 'the second report');
    expect(client.pushed.get(URI)?.diagnostics).toEqual([]);
  });

  it('come for files that are not open, and go when the cause is gone', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    await using client = await LspClient.start({ capabilities: PUSHED, folders: [folder.uri] });
    const [a, b] = [folder.uriOf('a.heady.yaml'), folder.uriOf('b.heady.yaml')];
    await client.until(() => client.pushed.has(b), 'diagnostics of a file on disk');
    expect(rulesOf(client.pushed.get(b)?.diagnostics)).toEqual(['naming/duplicate', 'schema/enum']);
    await client.until(() => client.pushed.get(a)?.diagnostics.length === 1, 'the duplicate in the other');

    await client.open(a, SOUND);
    await client.change(a, { text: service('dev-health-intake') });
    await client.until(() => client.pushed.get(b)?.diagnostics.length === 1, 'one finding left in b');
    expect(rulesOf(client.pushed.get(b)?.diagnostics)).toEqual(['schema/enum']);
  });

  it('are taken back when a file is deleted', async () => {
    using folder = new WorkspaceFolder({ 'b.heady.yaml': WRONG });
    await using client = await LspClient.start({ capabilities: PUSHED, folders: [folder.uri] });
    const uri = folder.uriOf('b.heady.yaml');
    await client.until(() => client.pushed.get(uri)?.diagnostics.length === 1, 'its finding');
    folder.remove('b.heady.yaml');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    await client.until(() => client.pushed.get(uri)?.diagnostics.length === 0, 'an empty report');
  });

  it('are never pushed to a client that pulls', async () => {
    await using client = await LspClient.start({ capabilities: MODERN });
    await client.open(URI, WRONG);
    await client.diagnostics(URI);
    await client.until(() => client.refreshes > 0, 'the time at which it would have pushed');
    expect(client.pushed.size).toBe(0);
  });
});
