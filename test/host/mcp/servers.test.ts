import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, activeEditor, closeAllEditors } from '../support.ts';

const RESOURCE = 'demo://resource/static/document/architecture.md';

/** What a row of the tree hands to a command. */
const resource = (name: string) => ({ item: { name, exposed: name, definition: {} } });

const isResult = ({ document }: vscode.TextEditor) => document.uri.scheme === 'heady-mcp';

describe('commands on MCP servers', () => {
  it('read a resource into a tab that nobody can write to', async () => {
    await activateHeady();
    const uri = RESOURCE;
    await vscode.commands.executeCommand('heady.mcp.readResource', resource(uri));
    const { document } = await activeEditor('the resource', isResult);
    assert.match(document.getText(), /Everything Server/);
    await closeAllEditors();
  });

  it('start again what was stopped', async () => {
    const server = { server: 'everything' };
    await vscode.commands.executeCommand('heady.mcp.stopServer', server);
    await vscode.commands.executeCommand('heady.mcp.restartServer', server);
    await vscode.commands.executeCommand('heady.mcp.showServerLog', server);
    const uri = RESOURCE;
    await vscode.commands.executeCommand('heady.mcp.readResource', resource(uri));
    await activeEditor('the resource', isResult);
    await closeAllEditors();
  });
});
