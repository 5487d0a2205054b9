import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, closeAllEditors, eventually, replaceText, workspaceUri } from '../support.ts';

/** What a row of the tree hands to a command. */
const row = (name: string, definition: object = {}) => ({
  server: 'everything',
  item: { name, exposed: name, definition },
});

/** The text of the result that is shown, once there is one; meanwhile `probe` is tried again and again. */
async function result(probe: () => unknown = () => {}): Promise<string> {
  return await eventually('the result', async () => {
    await probe();
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'heady-mcp' ? document.getText() : undefined;
  });
}

describe('a server whose tool is called', () => {
  before(() => activateHeady());
  afterEach(closeAllEditors);

  it('is told that nothing was said where its form is closed', async () => {
    const called = vscode.commands.executeCommand('heady.mcp.callTool', row('trigger-elicitation-request'));
    const text = await result(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));
    await called;
    assert.match(text, /"action": "cancel"/);
  });

  it('is told the folders of the workspace without asking', async () => {
    await vscode.commands.executeCommand('heady.mcp.callTool', row('get-roots-list'));
    assert.ok((await result()).includes(workspaceUri().toString()));
  });

  it('is told that there is no language model to lend', async () => {
    const inputSchema = {
      type: 'object',
      properties: { prompt: { type: 'string' } },
      required: ['prompt'],
    };
    await vscode.commands.executeCommand(
      'heady.mcp.writeCall',
      row('trigger-sampling-request', { inputSchema }),
    );
    const written = await eventually('the arguments', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'heady-call' ? document : undefined;
    });
    await replaceText(written, (text) => JSON.stringify({ ...JSON.parse(text), prompt: 'Why?' }));
    await vscode.commands.executeCommand('heady.mcp.callWritten', written.uri);
    assert.match(await result(), /no language model/);
  });
});
