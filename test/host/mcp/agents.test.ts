import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, eventually, extensionId } from '../support.ts';

/** As the editor names a server that an extension offers. */
const SERVER = `${extensionId}/Heady Gateway`;

describe("the editor's agents", () => {
  it('get the tools of all servers through the one gateway', async () => {
    await activateHeady();
    const hasTools = async () => {
      // Until the editor has collected what extensions offer there is no such server.
      await vscode.commands.executeCommand('workbench.mcp.startServer', SERVER).then(undefined, () => {});
      return vscode.lm.tools.some(({ name }) => name.endsWith('_echo')) || undefined;
    };
    // A gateway, its servers and the editor's own connection to it are to come up meanwhile.
    await eventually('the gateway among the MCP servers', hasTools, 240_000);
    const tools = vscode.lm.tools.filter(({ tags, name }) => name.startsWith('mcp_') || tags.includes('mcp'));
    assert.ok(
      tools.some(({ name }) => name.includes('heady') && name.endsWith('_echo')),
      tools.map(({ name }) => name).join(', '),
    );
  });
});
