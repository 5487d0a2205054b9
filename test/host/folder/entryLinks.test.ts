import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry } from '../heady.ts';
import { closeAllEditors, eventually, extensionId } from '../support.ts';

const { executeCommand } = vscode.commands;

describe('links to entries', () => {
  const setting = 'confirmedUriHandlerExtensionIds';
  const allow = (ids: string[] | undefined) =>
    vscode.workspace.getConfiguration('extensions').update(setting, ids, vscode.ConfigurationTarget.Global);
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const open = (link: string) => executeCommand('vscode.open', vscode.Uri.parse(link, true));

  // Otherwise the editor asks whether the link is welcome.
  before(async () => {
    await allow([extensionId]);
    await closeAllEditors();
  });
  after(async () => {
    await allow(undefined);
    await closeAllEditors();
  });

  it('open what they were copied from, and hostile ones open nothing', async () => {
    const entry = await eventualEntry('dev-data-ingest', 'in the catalog');
    await executeCommand('heady.catalog.copyLink', { entry });
    const link = await vscode.env.clipboard.readText();
    assert.equal(
      link,
      `${vscode.env.uriScheme}://${extensionId}/entry?kind=Service&name=dev-data-ingest&environment=dev`,
    );
    await open(link.replace('dev-data-ingest', '../../secrets'));
    await open(link.replace('/entry?', '/register?'));
    await open(link);
    await eventually('the tab of the entry', () => tabs().find(({ label }) => label === entry.name));
    assert.deepEqual(
      tabs().map(({ label }) => label),
      [entry.name],
    );
  });
});
