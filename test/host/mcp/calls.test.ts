import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, activeEditor, closeAllEditors, eventually, replaceText } from '../support.ts';

const SERVER = 'everything';

/** What a row of the tree hands to a command. */
const row = (name: string, definition: object = {}) => ({
  server: SERVER,
  item: { name, exposed: name, definition },
});

const SUM = row('get-sum', {
  inputSchema: {
    type: 'object',
    properties: { a: { type: 'number', description: 'First number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
});

async function activeDocument(scheme: string): Promise<vscode.TextDocument> {
  return (await activeEditor(`a document of ${scheme}`, ({ document }) => document.uri.scheme === scheme))
    .document;
}

/** The document with other arguments; what names its schema stays. */
const withArguments = (given: object) => (text: string) =>
  JSON.stringify({ $schema: JSON.parse(text).$schema, ...given }, null, 2);

describe('a tool whose arguments are written as JSON', () => {
  before(() => activateHeady());
  after(closeAllEditors);

  it('opens what must be given, and is checked and completed by its schema', async () => {
    await vscode.commands.executeCommand('heady.mcp.writeCall', SUM);
    const document = await activeDocument('heady-call');
    const { $schema, ...given } = JSON.parse(document.getText());
    assert.match($schema, /^heady-call-schema:/);
    assert.deepEqual(given, { a: 0, b: 0 });
    await replaceText(document, withArguments({ a: 'one', b: 2 }));
    const found = await eventually('the wrong type to be found', () => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.find(({ message }) => message.includes('number'));
    });
    assert.match(found.message, /type/i);
    await replaceText(document, withArguments({ b: 2 }));
    const position = document.positionAt(document.getText().indexOf('"b"'));
    await eventually('the completion of what is missing', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return labels.includes('a') || undefined;
    });
  });

  it('is called with that, and opens the same again the next time', async () => {
    const document = await activeDocument('heady-call');
    await replaceText(document, withArguments({ a: 19, b: 23 }));
    await vscode.commands.executeCommand('heady.mcp.callWritten', document.uri);
    assert.match((await activeDocument('heady-mcp')).getText(), /42/);
    await closeAllEditors();
    await vscode.commands.executeCommand('heady.mcp.writeCall', SUM);
    const { $schema: _, ...given } = JSON.parse((await activeDocument('heady-call')).getText());
    assert.deepEqual(given, { a: 19, b: 23 });
  });

  it('is not called while that is no JSON object', async () => {
    const document = await activeDocument('heady-call');
    for (const text of ['{ "a": ', '[19, 23]']) {
      await replaceText(document, text);
      await vscode.commands.executeCommand('heady.mcp.callWritten', document.uri);
      assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'heady-call');
    }
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('what a server answers', () => {
  after(closeAllEditors);

  it('is a document for a prompt', async () => {
    await vscode.commands.executeCommand('heady.mcp.runPrompt', row('simple-prompt'));
    const document = await activeDocument('heady-mcp');
    assert.equal(document.languageId, 'markdown');
    assert.match(document.getText(), /^# simple-prompt\n[\s\S]*## User\n\n/);
  });

  it('is a picture beside its text for a tool that draws, and leads there', async () => {
    await vscode.commands.executeCommand('heady.mcp.callTool', row('get-tiny-image'));
    const uri = await eventually('the text', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('get-tiny-image.md')),
    ).then((document) => document.uri);
    await eventually('the picture', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.path.endsWith('1.png')),
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      uri,
    );
    assert.ok(links.some(({ target }) => target?.path === 'vscode.open'));
  });
});
