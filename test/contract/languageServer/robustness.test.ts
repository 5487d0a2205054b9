import { describe, expect, it } from 'vitest';
import { LspClient, PUSHED, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const URI = 'file:///nowhere/a.heady.yaml';
const OTHER = 'file:///nowhere/b.heady.yaml';
const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-intake', { 'plane: app': 'plane: appx' });
const METHOD_NOT_FOUND = -32601;

/** The server still judges another file rightly. */
async function expectAlive(client: LspClient): Promise<void> {
  await client.open(OTHER, WRONG);
  expect(rulesOf(await client.diagnostics(OTHER))).toEqual(['schema/enum']);
  expect(client.process.exitCode).toBeNull();
}

describe('what no editor should send', () => {
  it.each([
    ['a method that nobody knows', 'heady/nothing', {}],
    ['a method of LSP that is not offered', 'textDocument/moniker', { textDocument: { uri: URI } }],
  ])('%s is refused', async (_, method, params) => {
    await using client = await LspClient.start();
    await expect(client.request(method, params)).rejects.toMatchObject({ code: METHOD_NOT_FOUND });
    await client.notify(method, params);
    await expectAlive(client);
  });

  it.each([
    [
      'a change of a document that was never opened',
      'textDocument/didChange',
      {
        textDocument: { uri: URI, version: 7 },
        contentChanges: [{ text: 'kind: Service' }],
      },
    ],
    [
      'the closing of a document that was never opened',
      'textDocument/didClose',
      { textDocument: { uri: URI } },
    ],
    [
      'a change of files that do not exist',
      'workspace/didChangeWatchedFiles',
      {
        changes: [
          { uri: URI, type: 1 },
          { uri: 'git:/what?ever', type: 2 },
          { uri: 'no uri at all', type: 3 },
          { uri: 'file:///%zz', type: 2 },
        ],
      },
    ],
    ['new settings without settings', 'workspace/didChangeConfiguration', {}],
  ])('%s is borne', async (_, method, params) => {
    await using client = await LspClient.start();
    await client.notify(method, params);
    await expectAlive(client);
  });

  it('URIs that are no files are borne', async () => {
    await using client = await LspClient.start();
    for (const uri of [
      '',
      'x',
      'git:/a.heady.yaml?{"ref":"HEAD"}',
      'vscode-notebook-cell:/a#b',
      'file:///%zz',
    ]) {
      await client.open(uri, WRONG);
      expect(await client.diagnostics(uri)).toBeInstanceOf(Array);
      await client.close(uri);
    }
    await expectAlive(client);
  });

  it.each([
    ['requests without parameters', {}],
    ['requests with parameters of another shape', { textDocument: 7, position: 'here', answers: 7, kind: 7 }],
  ])('%s are answered, if with an error', async (_, params) => {
    await using client = await LspClient.start();
    const methods = [
      'textDocument/completion',
      'textDocument/hover',
      'textDocument/documentSymbol',
      'textDocument/codeAction',
      'textDocument/diagnostic',
      'workspace/diagnostic',
      'heady/catalog',
      'heady/catalogChanges',
      'heady/governanceExport',
      'heady/environments',
      'heady/register',
      'heady/registerPreview',
      'heady/unlock',
      'heady/lock',
      'heady/scaffold/templates',
      'heady/scaffold/choices',
      'heady/scaffold/check',
      'heady/scaffold/preview',
    ];
    const answers = await Promise.allSettled(methods.map((method) => client.request(method, params)));
    expect(answers).toHaveLength(methods.length);
    await expectAlive(client);
  });

  it('an edit at a place that does not exist is borne', async () => {
    await using client = await LspClient.start();
    await client.open(URI, SOUND);
    const beyond = { start: { line: 900, character: 90 }, end: { line: 901, character: 0 } };
    await client.change(URI, { range: beyond, text: '# end\n' });
    expect(await client.diagnostics(URI)).toEqual([]);
    await expectAlive(client);
  });

  it.each([
    ['text instead of messages', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a body that is no JSON', 'Content-Length: 9\r\n\r\nnot json!'],
    ['a message that is none', 'Content-Length: 2\r\n\r\n{}'],
    ['a list', 'Content-Length: 2\r\n\r\n[]'],
  ])('%s on its input never makes it hang at the end', async (_, garbage) => {
    await using client = await LspClient.start();
    client.process.stdin?.write(garbage);
    await new Promise((next) => setTimeout(next, 100));
    client.process.stdin?.end();
    expect(await client.exited).not.toBeNull();
  });

  it.each([
    ['a body that is no JSON', 'Content-Length: 9\r\n\r\nnot json!'],
    ['a message that is none', 'Content-Length: 2\r\n\r\n{}'],
  ])('%s is passed over', async (_, garbage) => {
    await using client = await LspClient.start();
    client.process.stdin?.write(garbage);
    await expectAlive(client);
  });
});

describe('what no manifest should hold', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from({ length: 9 }, (_, i) => {
        const [next, last] = ['bcdefghij'[i], 'abcdefghi'[i]];
        return `${next}: &${next} [${Array(9).fill(`*${last}`).join(', ')}]`;
      }),
    )
    .join('\n');

  it.each([
    ['10 MB', `${SOUND}${'# line after line\n'.repeat(600_000)}`],
    ['one line of 10 MB', `description: ${'x'.repeat(10_000_000)}`],
    ['a bomb of aliases', bomb],
    ['10,000 lists within each other', `a: ${'['.repeat(10_000)}`],
    [
      '10,000 maps within each other',
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
    ['binary', '\u0000\u0001\u0002\uffff'.repeat(1000)],
    ['half a surrogate pair', `${SOUND}  image: "\ud800"\n`],
    ['tabs', SOUND.replaceAll('  ', '\t')],
    ['an unclosed quote', SOUND.replace('podman', '"podman')],
    ['a repeated key', `${SOUND}spec: {}\n`],
    ['2,000 markers', '---\n'.repeat(2000)],
  ])('%s: answered, and other files unharmed', async (_, text) => {
    await using client = await LspClient.start();
    await client.open(URI, text);
    expect(await client.diagnostics(URI)).not.toEqual(undefined);
    const textDocument = { uri: URI };
    const position = { line: 3, character: 5 };
    await client.request('textDocument/completion', { textDocument, position });
    await client.request('textDocument/hover', { textDocument, position });
    await client.request('textDocument/documentSymbol', { textDocument });
    await client.codeActions(URI, { start: position, end: position });
    const start = { line: 0, character: 0 };
    await client.change(URI, { range: { start, end: start }, text: '#\n' });
    await client.diagnostics(URI);
    await expectAlive(client);
  });

  it.each([
    ['10 MB', 'x: '.padEnd(10_000_000, 'x')],
    ['a bomb of aliases', bomb],
    ['10,000 lists within each other', `a: ${'['.repeat(10_000)}`],
    ['a list instead of a map', '- a\n- b\n'],
    ['a scalar instead of a map', 'just a sentence\n'],
    ['tabs', SOUND.replaceAll('  ', '\t')],
    ['an unclosed quote', SOUND.replace('podman', '"podman')],
    ['a repeated key', `${SOUND}spec: {}\n`],
  ])('%s has a finding that says so', async (_, text) => {
    await using client = await LspClient.start();
    await client.open(URI, text);
    expect(await client.diagnostics(URI)).not.toEqual([]);
  });

  it('an empty text, blanks and comments are nothing, and nothing is wrong with it', async () => {
    await using client = await LspClient.start();
    for (const text of ['', '\n\n', '# only a comment\n', '---\n---\n']) {
      await client.open(URI, text);
      expect(await client.diagnostics(URI), JSON.stringify(text)).toEqual([]);
      await client.close(URI);
    }
  });

  it('a byte order mark and Windows line ends move no finding', async () => {
    await using client = await LspClient.start();
    await client.open(URI, WRONG);
    const [plain] = await client.diagnostics(URI);
    await client.change(URI, { text: WRONG.replaceAll('\n', '\r\n') });
    expect(await client.diagnostics(URI)).toEqual([plain]);
    await client.change(URI, { text: `\ufeff${WRONG}` });
    expect(await client.diagnostics(URI)).toEqual([plain]);
  });

  it('never keeps a client that is pushed to waiting', async () => {
    await using client = await LspClient.start({ capabilities: PUSHED });
    await client.open(URI, bomb);
    await client.open(OTHER, WRONG);
    await client.until(() => client.pushed.has(URI) && client.pushed.has(OTHER), 'both reports');
    expect(rulesOf(client.pushed.get(OTHER)?.diagnostics)).toEqual(['schema/enum']);
  });
});

describe('a client that refuses what it said it could do', () => {
  it.each([
    'workspace/configuration',
    'client/registerCapability',
    'window/workDoneProgress/create',
    'workspace/diagnostic/refresh',
  ])('%s: served all the same', async (method) => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WRONG });
    await using client = await LspClient.start({ folders: [folder.uri], refuses: method });
    await client.indexed();
    await client.until(() => client.refusals > 0, 'something to refuse');
    expect(await client.pullWorkspace()).toMatchObject([{ items: [{ code: 'schema/enum' }] }]);
  });

  it.each([
    { exclude: 7 },
    { exclude: [7, null] },
    { controlPlane: null },
    { controlPlane: { enabled: 'so' } },
  ])('settings that make no sense are passed over: %j', async (settings) => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WRONG });
    await using client = await LspClient.start({ folders: [folder.uri], settings });
    await client.indexed();
    expect(await client.pullWorkspace()).toHaveLength(1);
  });
});
