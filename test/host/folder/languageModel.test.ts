import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settledCatalog } from '../heady.ts';

async function invoke(tool: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('tools for language models', () => {
  it('search the catalog', async () => {
    await settledCatalog();
    const { entries } = JSON.parse(
      await invoke('heady_catalog_search', { text: 'billing', environment: 'prod' }),
    );
    assert.ok(entries.some(({ name }: { name: string }) => name === 'prod-health-billing'));
  });

  it('tell whom a text leaves out, and what to write instead', async () => {
    const found = JSON.parse(await invoke('heady_impact_check', { text: 'Add it to the whitelist.' }));
    assert.deepEqual(
      found.map(({ found, line }: { found: string; line: number }) => [found, line]),
      [['whitelist', 1]],
    );
  });

  it('explain nothing that is not there, and read nothing outside of the workspace', async () => {
    const clean = await invoke('heady_explain_finding', { file: 'README.md', line: 1 });
    assert.match(clean, /finds nothing on line 1/);
    await assert.rejects(
      invoke('heady_explain_finding', { file: '../outside.yaml', line: 1 }),
      /has no file/,
    );
  });
});
