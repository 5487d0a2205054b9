import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, eventually } from '../support.ts';

const RESOURCE = 'demo://resource/static/document/architecture.md';

/** What a row of the tree hands to a command. */
const resource = (name: string) => ({ item: { name, exposed: name, definition: {} } });

describe('commands on MCP servers', () => {
  it('read a resource into a tab that nobody can write to', async () => {
    await activateHeady();
    const uri = RESOURCE;
    await vscode.commands.executeCommand('heady.mcp.readResource', resource(uri));
    const text = await eventually('the resource', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'heady-mcp' ? document.getText() : undefined;
    });
    assert.match(text, /Everything Server/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('start again what was stopped', async () => {
    const server = { server: 'everything' };
    await vscode.commands.executeCommand('heady.mcp.stopServer', server);
    await vscode.commands.executeCommand('heady.mcp.restartServer', server);
    await vscode.commands.executeCommand('heady.mcp.showServerLog', server);
    const uri = RESOURCE;
    await vscode.commands.executeCommand('heady.mcp.readResource', resource(uri));
    await eventually('the resource', () =>
      vscode.window.activeTextEditor?.document.uri.scheme === 'heady-mcp' ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
