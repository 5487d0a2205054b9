import { describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes, WorkDoneProgress } from 'vscode-languageserver/node';
import type { ImpactResult, ImpactTextItem } from '../../../server/src/protocol/impact.ts';
import { LspClient, MODERN, rangeOfText } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

const WHITELIST = service('dev-health-intake', {
  'tags:': `description: Loads the whitelist_${TOKEN} each night, and the blacklist.\n  tags:`,
});

/** More manifests than are checked in one slice. */
function many(count: number): Record<string, string> {
  const files = Array.from({ length: count }, (_, n) => {
    const text = service(`dev-health-s${n}`, { 'tags:': 'description: Part of the blacklist.\n  tags:' });
    return [`s${n}.heady.yaml`, text] as const;
  });
  return Object.fromEntries(files);
}

describe('heady/impact', () => {
  it('finds what the diagnostics of each file say, and more of each', async () => {
    using folder = new WorkspaceFolder({
      'a.heady.yaml': WHITELIST,
      'clean.heady.yaml': service('dev-health-clean'),
      'binary.heady.yaml': new Uint8Array([0xff, 0xfe, 0x00, 0xd8]),
    });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const result = await client.request<ImpactResult>('heady/impact');
    const uri = folder.uriOf('a.heady.yaml');
    const found = (await client.diagnostics(uri)).filter(({ code }) => String(code).startsWith('impact/'));
    expect(found.length).toBeGreaterThan(0);
    expect(result.items.map(({ rule, range }) => ({ code: rule, range }))).toEqual(
      found.map(({ code, range }) => ({ code, range })),
    );
    expect(result.items.at(-1)).toMatchObject({
      uri,
      file: 'a.heady.yaml',
      vertical: 'health',
      manifest: { kind: 'Service', name: 'dev-health-intake' },
      found: 'blacklist',
      leavesOut: expect.any(String),
      status: 'open',
    });
    expect(result.files).toBe(3);
    expect(result.unreadable).toEqual([{ file: 'binary.heady.yaml', reason: expect.any(String) }]);
  });

  it('shows no credential that stands in a text', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WHITELIST });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const result = await client.request<ImpactResult>('heady/impact');
    expect(JSON.stringify(result)).not.toContain(TOKEN);
    for (const format of ['markdown', 'html', 'sarif'])
      expect(await client.request<string>('heady/impactExport', { format, ...result })).not.toContain(TOKEN);
  });

  it('sees what is typed and not saved', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': service('dev-health-intake') });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.open(folder.uriOf('a.heady.yaml'), WHITELIST);
    expect((await client.request<ImpactResult>('heady/impact')).items).not.toEqual([]);
  });

  it('tells how far it is, answers others meanwhile, and can be cancelled', async () => {
    using folder = new WorkspaceFolder(many(1_500));
    await using client = await LspClient.start({ folders: [folder.uri], capabilities: MODERN });
    await client.indexed();
    const told: string[] = [];
    client.connection.onProgress(WorkDoneProgress.type, 'check', ({ kind }) => {
      told.push(kind);
    });
    const cancellation = new CancellationTokenSource();
    const uri = folder.uriOf('s7.heady.yaml');
    await client.open(uri, many(8)['s7.heady.yaml'] ?? '');
    const checked = client.connection.sendRequest(
      'heady/impact',
      { workDoneToken: 'check' },
      cancellation.token,
    );
    let isOver = false;
    checked
      .catch(() => {})
      .finally(() => {
        isOver = true;
      }); // Awaited below.
    await client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    expect(isOver).toBe(false);
    cancellation.cancel();
    await expect(checked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(told).toEqual(expect.arrayContaining(['begin', 'end']));

    const whole = await client.request<ImpactResult>('heady/impact');
    expect([whole.files, whole.items.length]).toEqual([1_500, 1_500]);
  });
});

describe('heady/impactText', () => {
  const check = (client: LspClient, name: string, text: string) =>
    client.request<ImpactTextItem[]>('heady/impactText', { name, text });

  it.each([
    ['letter.md', '# Hosts\n\nKeep a whitelist.\n\n```sh\ncat whitelist\n```\n', 1],
    ['letter.txt', 'Keep a whitelist.\r\n\r\nAll are welcome.', 1],
    ['openapi.yaml', 'info:\n  description: Keep a whitelist.\npaths: {}\n', 1],
    ['openapi.json', '{ "info": { "title": "The whitelist" } }', 1],
    ['calls.http', '# Read the whitelist\nGET https://a.example/\n', 1],
    ['empty.md', '', 0],
    ['broken.json', '{ "info": ', 0],
  ])('reads %s as what it is', async (name, text, count) => {
    await using client = await LspClient.start();
    const items = await check(client, name, text);
    expect(items).toHaveLength(count);
    for (const { range, fixes } of items) {
      expect(range).toEqual(rangeOfText(text, 'whitelist'));
      expect(fixes.map(({ title }) => title)).toContain('Replace with "allowlist"');
    }
  });

  it('goes by the words that the workspace allows and forbids', async () => {
    using folder = new WorkspaceFolder({
      'policy.heady.yaml': `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: words }
spec:
  terms: [{ pattern: brassworkers?, alternatives: [metalworkers], reason: We say it otherwise. }]
  allowed: [{ phrase: the whitelist of 1999, reason: The name of a book. }]
`,
    });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const items = await check(client, 'a.txt', 'A brassworker reads The Whitelist of 1999.');
    expect(items.map(({ found }) => found)).toEqual(['brassworker']);
    expect(items[0]?.source).toBe('Policy words');
  });

  it('refuses what is too long, and says so', async () => {
    await using client = await LspClient.start();
    await expect(check(client, 'a.txt', 'a '.repeat(1_100_000))).rejects.toThrow(
      /3 million characters.*Select a part/,
    );
  });
});

describe('heady/impactExport', () => {
  it('writes what the command line writes', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WHITELIST });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const { files, items } = await client.request<ImpactResult>('heady/impact');
    const write = (format: string) => client.request<string>('heady/impactExport', { format, files, items });
    expect(await write('markdown')).toMatch(/^# Impact Check\n.*## health\n.*a\.heady\.yaml:5:/s);
    expect(await write('html')).toMatch(/^<!doctype html>.*<h2>health<\/h2>/s);
    const { runs } = JSON.parse(await write('sarif'));
    expect(runs[0].results).toHaveLength(items.length);
  });
});

describe('code lens and hover', () => {
  it('sum a manifest up, unless the user does not want it', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WHITELIST });
    const uri = folder.uriOf('a.heady.yaml');
    const titles = async (settings: object) => {
      await using client = await LspClient.start({ folders: [folder.uri], settings: { impact: settings } });
      await client.indexed();
      const lenses = await client.request<{ command: { title: string } }[]>('textDocument/codeLens', {
        textDocument: { uri },
      });
      return lenses.map(({ command }) => command.title).filter((title) => title.startsWith('Impact'));
    };
    expect(await titles({})).toEqual(['Impact: 2 findings']);
    expect(await titles({ codeLens: false })).toEqual([]);
  });

  it('tell the source of a finding', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WHITELIST });
    await using client = await LspClient.start({ folders: [folder.uri] });
    const uri = folder.uriOf('a.heady.yaml');
    await client.open(uri, WHITELIST);
    const position = rangeOfText(WHITELIST, 'blacklist').start;
    const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(hover.contents.value).toMatch(/Leaves out: .*Why: .*Write instead: .*Source: \[/s);
  });
});
