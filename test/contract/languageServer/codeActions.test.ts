import { describe, expect, it } from 'vitest';
import {
  type CodeAction,
  type CodeActionParams,
  type Range,
  SnippetTextEdit,
} from 'vscode-languageserver/node';
import { applied, editsOf, LspClient, MODERN, rangeOfText, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const URI = 'file:///nowhere/a.heady.yaml';
const WHOLE: Range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
const SOUND = service('dev-health-billing');
const MISSPELT = service('dev-health-billing', { 'plane: app': 'plane: appp # stateless' });

const { workspaceEdit: _, ...workspace } = MODERN.workspace ?? {};
const WITHOUT_SNIPPETS = { ...MODERN, workspace: { ...workspace, workspaceEdit: { documentChanges: true } } };

function find(actions: readonly CodeAction[], title: RegExp): CodeAction {
  const action = actions.find((each) => title.test(each.title));
  if (!action) throw new Error(`No ${title} in: ${actions.map((each) => each.title).join('; ')}`);
  return action;
}

describe('quick fixes', () => {
  it('mend what they are offered for, keep comments, and say which one is preferred', async () => {
    await using client = await LspClient.start();
    await client.open(URI, MISSPELT);
    const actions = await client.codeActions(URI, rangeOfText(MISSPELT, 'appp'), ['quickfix']);
    const [first] = actions;
    expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(rulesOf(first?.diagnostics)).toEqual(['schema/enum']);
    const fixed = applied(first, URI, MISSPELT);
    expect(fixed).toBe(service('dev-health-billing', { 'plane: app': 'plane: app # stateless' }));
    await client.change(URI, { text: fixed });
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  it('state the version that they are for, so that a stale one is refused', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    await client.change(URI, { text: MISSPELT });
    const [first] = await client.codeActions(URI, rangeOfText(MISSPELT, 'appp'));
    expect(first?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: URI, version: 2 } }]);
  });

  it('are offered only where the finding is', async () => {
    await using client = await LspClient.start();
    await client.open(URI, MISSPELT);
    expect(await client.codeActions(URI, rangeOfText(MISSPELT, 'kind: Service'), ['quickfix'])).toEqual([]);
  });

  it('rename a service also where others depend on it', async () => {
    const misnamed = service('dev-health-billing', {
      'name: dev-health-billing': 'name: dev-health-Billing',
    });
    const dependant = `${service('dev-health-intake')}  dependsOn: [dev-health-Billing]\n`;
    using folder = new WorkspaceFolder({ 'a.heady.yaml': misnamed, 'b.heady.yaml': dependant });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const [a, b] = [folder.uriOf('a.heady.yaml'), folder.uriOf('b.heady.yaml')];
    expect(rulesOf(await client.diagnostics(a))).toEqual(['naming/service']);
    const [rename] = await client.codeActions(a, rangeOfText(misnamed, 'dev-health-Billing'));
    expect(applied(rename, a, misnamed)).toBe(SOUND);
    expect(applied(rename, b, dependant)).toBe(dependant.replace('Billing', 'billing'));
  });

  it('insert a missing tag where the tags are', async () => {
    const untagged = service('dev-health-billing', { '    DataSensitivity: internal\n': '' });
    await using client = await LspClient.start();
    await client.open(URI, untagged);
    expect(rulesOf(await client.diagnostics(URI))).toEqual(['tags/required']);
    const [insert] = await client.codeActions(URI, rangeOfText(untagged, 'tags'));
    expect(applied(insert, URI, untagged)).toMatch(/^ {4}DataSensitivity:/m);
  });

  it('are none for a client that asks for refactorings', async () => {
    await using client = await LspClient.start();
    await client.open(URI, MISSPELT);
    expect(await client.codeActions(URI, WHOLE, ['refactor'])).toEqual([]);
  });
});

describe('source.fixAll.heady', () => {
  const broken = `${MISSPELT}---\n${service('dev-health-intake', { 'runtime: podman': 'runtime: podmen' })}`;

  it('applies every preferred fix of the file at once', async () => {
    await using client = await LspClient.start();
    await client.open(URI, broken);
    expect(await client.diagnostics(URI)).toHaveLength(2);
    const actions = await client.codeActions(URI, WHOLE, ['source.fixAll.heady']);
    expect(actions).toMatchObject([{ kind: 'source.fixAll.heady', title: expect.stringContaining('2') }]);
    await client.change(URI, { text: applied(actions[0], URI, broken) });
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  it('is found under source.fixAll, as on save, and wherever the cursor is', async () => {
    await using client = await LspClient.start();
    await client.open(URI, broken);
    const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(await client.codeActions(URI, start, ['source.fixAll'])).toHaveLength(1);
  });

  it('is worked out only for who asks for source actions', async () => {
    await using client = await LspClient.start();
    await client.open(URI, broken);
    const kinds = (await client.codeActions(URI, WHOLE)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['quickfix']));
  });

  it('is not offered where nothing can be fixed', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    expect(await client.codeActions(URI, WHOLE, ['source.fixAll'])).toEqual([]);
  });
});

describe('"disable for this line"', () => {
  it('leaves the cursor at the reason where the client knows snippets in edits', async () => {
    await using client = await LspClient.start();
    await client.open(URI, MISSPELT);
    const actions = await client.codeActions(URI, rangeOfText(MISSPELT, 'appp'));
    const [edit] = editsOf(find(actions, /^Disable schema\/enum/), URI);
    if (!edit || !SnippetTextEdit.is(edit)) throw new Error('It is no snippet.');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an LSP snippet has placeholders of the same form.
    const value = '  # heady-ignore schema/enum: ${1:why this is right here}\n';
    expect(edit.snippet).toEqual({ kind: 'snippet', value });
  });

  it('is a plain edit elsewhere, and takes effect with the reason', async () => {
    await using client = await LspClient.start({ capabilities: WITHOUT_SNIPPETS });
    await client.open(URI, MISSPELT);
    const actions = await client.codeActions(URI, rangeOfText(MISSPELT, 'appp'));
    const disable = find(actions, /^Disable schema\/enum/);
    expect(disable.isPreferred).not.toBe(true);
    expect(editsOf(disable, URI)).toEqual([{ range: expect.anything(), newText: expect.any(String) }]);

    const unexplained = applied(disable, URI, MISSPELT);
    await client.change(URI, { text: unexplained });
    expect(rulesOf(await client.diagnostics(URI))).toEqual(['schema/enum', 'suppression/no-reason']);
    await client.change(URI, { text: unexplained.replace('schema/enum: ', 'schema/enum: a new plane') });
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  it('keeps the line ends of the file', async () => {
    const windows = MISSPELT.replaceAll('\n', '\r\n');
    await using client = await LspClient.start({ capabilities: WITHOUT_SNIPPETS });
    await client.open(URI, windows);
    const actions = await client.codeActions(URI, rangeOfText(windows, 'appp'));
    expect(applied(find(actions, /^Disable/), URI, windows)).not.toMatch(/[^\r]\n/);
  });

  it('is not offered where no comment could stand', async () => {
    const json = 'file:///nowhere/heady.json';
    const text = '{ "apiVersion": "heady.systems/v1", "kind": "Servise" }';
    await using client = await LspClient.start();
    await client.open(json, text);
    await client.open(URI, SOUND.replace('podman', '"podman'));
    const titles = [
      ...(await client.codeActions(json, WHOLE)),
      ...(await client.codeActions(URI, WHOLE)),
    ].map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Disable'))).toEqual([]);
  });
});

describe('code actions asked for oddly', () => {
  it('are none for a file that nobody knows, and for a range beyond its end', async () => {
    await using client = await LspClient.start();
    expect(await client.codeActions('file:///nowhere/x.heady.yaml', WHOLE)).toEqual([]);
    await client.open(URI, MISSPELT);
    const beyond = { start: { line: 900, character: 5 }, end: { line: 901, character: 0 } };
    expect(await client.codeActions(URI, beyond, ['quickfix'])).toEqual([]);
    const params: CodeActionParams = {
      textDocument: { uri: URI },
      range: beyond,
      context: { diagnostics: [] },
    };
    expect(await client.request('textDocument/codeAction', params)).toEqual([]);
  });
});
