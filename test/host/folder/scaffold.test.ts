import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry, settledCatalog } from '../heady.ts';
import { eventually, workspaceUri } from '../support.ts';

/** Everything answered, as by a keybinding's `args`: the preview comes at once. */
const answers = {
  environment: 'dev',
  vertical: 'impact',
  service: 'volunteer-desk',
  owner: 'team-donors',
  sensitivity: 'internal',
  description: 'Shifts and sign-ups.',
};
const uri = () => workspaceUri('services', 'impact', 'volunteer-desk', 'dev.heady.yaml');

describe('New Heady Service', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs
      .delete(workspaceUri('services', 'impact', 'volunteer-desk'), { recursive: true })
      .then(undefined, () => undefined);
  });

  it('previews first; Esc leaves nothing behind', async () => {
    const { running, preview } = await startWizard();
    assert.equal(preview.languageId, 'heady-manifest');
    assert.match(preview.getText(), /name: dev-impact-volunteer-desk/);
    assert.equal(await exists(), false);
    await finish(running, 'workbench.action.closeQuickOpen');
    assert.equal(await exists(), false);
    assert.equal(previewDocument(), undefined);
  });

  it('writes what it showed, opens it, and has it in the catalog without a finding', async () => {
    const { running, preview } = await startWizard();
    const shown = preview.getText();
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await readFile(uri().fsPath, 'utf8'), shown);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri().toString());
    const entry = await eventualEntry('dev-impact-volunteer-desk', 'in the catalog');
    assert.equal(entry.errors, 0);
  });

  it('never overwrites: it offers the file that is there', async () => {
    const own = '# kept\n';
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(own));
    await eventually('the service of the test before leaving the catalog', async () => {
      const { items } = await settledCatalog();
      return items.every(({ name }) => name !== 'dev-impact-volunteer-desk') || undefined;
    });
    const { running } = await startWizard();
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await readFile(uri().fsPath, 'utf8'), own);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri().toString());
  });
});

/** Starts the wizard and waits until it shows its preview. */
async function startWizard() {
  await settledCatalog();
  const running = vscode.commands.executeCommand('heady.scaffold.newService', answers);
  const preview = await eventually('the preview', previewDocument);
  return { running, preview };
}

/** Repeats what a key would do until the wizard has ended; the list under the preview takes a moment to open. */
async function finish(running: Thenable<unknown>, command: string): Promise<void> {
  const ended = running.then(() => true);
  await eventually('the end of the wizard', async () => {
    await vscode.commands.executeCommand(command);
    return Promise.race([ended, sleep(300, undefined)]);
  });
}

function previewDocument(): vscode.TextDocument | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.some(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'heady-preview',
  );
  return shown
    ? vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'heady-preview')
    : undefined;
}

function exists(): Promise<boolean> {
  return readFile(uri().fsPath).then(
    () => true,
    () => false,
  );
}
