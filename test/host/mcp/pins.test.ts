import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateHeady, closeAllEditors, eventually, workspaceUri } from '../support.ts';

const THING = { server: 'everything', kind: 'tools', name: 'echo' } as const;

/** What of `echo` stands in the file of pins. */
async function pinned(): Promise<{ hash: string } | undefined> {
  const text = await readFile(workspaceUri('.heady', 'pins.json').fsPath, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).servers.everything?.tools?.echo;
}

function diffTab(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'heady-pin'
    ? input
    : undefined;
}

describe('what was approved of an MCP server', () => {
  let hash = '';

  before(async () => {
    await activateHeady();
    // Whoever calls a tool asks first which there are.
    const tool = { name: 'get-tiny-image', exposed: 'get-tiny-image', definition: {} };
    await vscode.commands.executeCommand('heady.mcp.callTool', { server: THING.server, item: tool });
    ({ hash } = await eventually('the tools that are seen first to be approved', pinned));
    await closeAllEditors();
  });
  after(closeAllEditors);

  it('can be taken back, is shown in a diff editor, and approved there', async () => {
    const pin = { ...THING, hash, state: 'pinned', flags: [] };
    await vscode.commands.executeCommand('heady.mcp.forgetPin', { pin });
    await eventually('the approval to be gone', async () => ((await pinned()) ? undefined : true));
    await vscode.commands.executeCommand('heady.mcp.reviewPin', { pin });
    const { original, modified } = await eventually('the diff editor', diffTab);
    const [before, now] = await Promise.all(
      [original, modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.equal(before, '');
    assert.equal(JSON.parse(now ?? '').name, 'echo');
    await vscode.commands.executeCommand('heady.mcp.approvePin');
    assert.equal((await eventually('the approval', pinned)).hash, hash);
    await eventually('the diff editor to close', () => (diffTab() ? undefined : true));
  });

  it('is nothing where it is something else than what was shown', async () => {
    const pin = { ...THING, hash: `sha256:${'0'.repeat(64)}`, state: 'pinned', flags: [] };
    await vscode.commands.executeCommand('heady.mcp.rejectPin', { pin });
    assert.equal((await pinned())?.hash, hash);
  });
});
