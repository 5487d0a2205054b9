import { describe, expect, it } from 'vitest';
import type {
  CompletionItem,
  CompletionList,
  DocumentSymbol,
  Hover,
  Position,
  TextEdit,
} from 'vscode-languageserver/node';
import { LspClient, rangeOfText } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const URI = 'file:///nowhere/a.heady.yaml';

/** Labels offered at a position. */
async function complete(client: LspClient, uri: string, position: Position): Promise<string[]> {
  const params = { textDocument: { uri }, position, context: { triggerKind: 1 } };
  const answer = await client.request<CompletionItem[] | CompletionList | null>(
    'textDocument/completion',
    params,
  );
  return (Array.isArray(answer) ? answer : (answer?.items ?? [])).map(({ label }) => label);
}

function hover(client: LspClient, uri: string, position: Position): Promise<Hover | null> {
  return client.request('textDocument/hover', { textDocument: { uri }, position });
}

async function symbols(client: LspClient, uri: string): Promise<DocumentSymbol[]> {
  const textDocument = { uri };
  return (
    (await client.request<DocumentSymbol[] | null>('textDocument/documentSymbol', { textDocument })) ?? []
  );
}

describe('completion', () => {
  it('offers the values of a field right after the edit that made room for them', async () => {
    const text = service('dev-health-billing');
    await using client = await LspClient.start();
    await client.open(URI, text);
    const plane = rangeOfText(text, 'app\n');
    const start = plane.start;
    void client.change(URI, {
      range: { start, end: { line: start.line, character: start.character + 3 } },
      text: '',
    });
    expect(await complete(client, URI, start)).toEqual(expect.arrayContaining(['control', 'app', 'data']));
  });

  it('offers the names of services that other files declare', async () => {
    const text = `${service('dev-health-intake')}  dependsOn:\n    - \n`;
    using folder = new WorkspaceFolder({
      'a.heady.yaml': service('dev-health-billing'),
      'b.heady.yaml': text,
    });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    const uri = folder.uriOf('b.heady.yaml');
    await client.open(uri, text);
    const { line } = rangeOfText(text, '    - ').start;
    expect(await complete(client, uri, { line, character: 6 })).toContain('dev-health-billing');
  });
});

describe('hover', () => {
  it('explains a field with the words of its schema', async () => {
    const text = service('dev-health-billing');
    await using client = await LspClient.start();
    await client.open(URI, text);
    const answer = await hover(client, URI, rangeOfText(text, 'plane').start);
    expect(JSON.stringify(answer?.contents)).toContain('stateless workloads');
  });
});

describe('document symbols', () => {
  it('name each document, with its fields below it', async () => {
    const text = `${service('dev-health-billing')}---\n${service('dev-health-intake')}`;
    await using client = await LspClient.start();
    await client.open(URI, text);
    const found = await symbols(client, URI);
    expect(found.map(({ name }) => name)).toEqual([
      expect.stringContaining('dev-health-billing'),
      expect.stringContaining('dev-health-intake'),
    ]);
    for (const symbol of found) {
      expect(symbol.children).not.toEqual([]);
      expect(symbol.selectionRange.start.line).toBeGreaterThanOrEqual(symbol.range.start.line);
      expect(symbol.selectionRange.end.line).toBeLessThanOrEqual(symbol.range.end.line);
    }
  });
});

describe('a line break', () => {
  it('is followed by the indentation that the line above asks for', async () => {
    const text = service('dev-health-billing');
    await using client = await LspClient.start();
    expect(client.initializeResult.capabilities.documentOnTypeFormattingProvider).toEqual({
      firstTriggerCharacter: '\n',
    });
    await client.open(URI, text);
    const { start } = rangeOfText(text, '\nspec:');
    const position = { line: start.line + 2, character: 0 };
    void client.change(URI, { range: { start: position, end: position }, text: '\n' });
    const edits = await client.request<TextEdit[]>('textDocument/onTypeFormatting', {
      textDocument: { uri: URI },
      position,
      ch: '\n',
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(edits).toEqual([{ range: { start: position, end: position }, newText: '  ' }]);
  });
});

describe('a document that nobody knows', () => {
  it('has nothing to complete, to explain or to list', async () => {
    await using client = await LspClient.start();
    const at = { line: 3, character: 3 };
    expect(await complete(client, URI, at)).toEqual([]);
    expect(await hover(client, URI, at)).toBeNull();
    expect(await symbols(client, URI)).toEqual([]);
  });

  it('or whose position is beyond its end is answered all the same', async () => {
    await using client = await LspClient.start();
    await client.open(URI, service('dev-health-billing'));
    const beyond = { line: 4000, character: 4000 };
    await expect(complete(client, URI, beyond)).resolves.toBeInstanceOf(Array);
    await expect(hover(client, URI, beyond)).resolves.toBeNull();
  });
});
