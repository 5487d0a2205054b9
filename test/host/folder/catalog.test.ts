import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry, headyApi, settledCatalog } from '../heady.ts';
import { activeEditor, closeAllEditors, eventually, showFile, workspaceUri, writeUntil } from '../support.ts';

const manifest = (replicas: number, name = 'thanks') => `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-impact-${name}
  tags: { Owner: team-donors, Vertical: impact, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: docker
  replicas: ${replicas}
`;

/** The lens above a manifest that offers something, once it is there. */
function lensOf(uri: vscode.Uri, title: string): Promise<vscode.Command> {
  return eventually(`the lens "${title}"`, async () => {
    const provide = 'vscode.executeCodeLensProvider';
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(provide, uri);
    return lenses.find(({ command }) => command?.title === title)?.command;
  });
}

describe('the catalog', () => {
  it('knows the services of the workspace, all environments and the verticals', async () => {
    const { items } = await settledCatalog();
    const services = items.filter(({ kind }) => kind === 'Service');
    assert.deepEqual(
      new Set(services.map(({ environment }) => environment)),
      new Set(['dev', 'test', 'stage', 'prod']),
    );
    const billing = items.find(({ name }) => name === 'prod-health-billing');
    assert.equal(billing?.vertical, 'health');
    assert.equal(billing?.owner, 'team-billing');
    assert.deepEqual(
      items
        .filter(({ kind }) => kind === 'Vertical')
        .map(({ name }) => name)
        .sort(),
      ['data', 'dev', 'health', 'impact'],
    );
  });

  it('opens a manifest where it says its name', async () => {
    const entry = await eventualEntry('prod-health-billing', 'in the catalog');
    await vscode.commands.executeCommand('heady.catalog.open', { entry });
    const { document } = await activeEditor('the manifest at its name', ({ document, selection }) => {
      const name = document.getWordRangeAtPosition(selection.active, /[\w-]+/);
      // Nothing is selected: the next key must not write over the name.
      return selection.isEmpty && document.getText(name) === 'prod-health-billing';
    });
    assert.equal(document.languageId, 'heady-manifest');
  });

  it('follows a service from new to registered, drifted, and gone', async () => {
    await settledCatalog();
    const uri = workspaceUri('services', 'impact', 'thanks.heady.yaml');
    const write = (replicas: number) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(manifest(replicas)));
    try {
      const { catalog } = await headyApi();
      await writeUntil('dev-impact-thanks only in the workspace', uri, manifest(1), () =>
        catalog
          .snapshot()
          ?.items.find(({ name, state }) => name === 'dev-impact-thanks' && state === 'local'),
      );

      const target = { kind: 'Service', name: 'dev-impact-thanks' };
      await vscode.commands.executeCommand('heady.catalog.register', target);
      const registered = await eventualEntry(
        'dev-impact-thanks',
        'registered',
        ({ state }) => state === 'synced',
      );
      assert.equal(registered.version, 1);

      await write(2);
      const drifted = await eventualEntry('dev-impact-thanks', 'drifted', ({ state }) => state === 'drifted');
      assert.deepEqual(drifted.drift, ['spec.replicas']);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
    const gone = await eventualEntry(
      'dev-impact-thanks',
      'only in the control plane',
      ({ state }) => state === 'remote',
    );
    assert.equal(gone.uri, undefined);
  });

  it('offers above a manifest what can be done about how it stands', async () => {
    await settledCatalog();
    const uri = workspaceUri('services', 'impact', 'letters.heady.yaml');
    const write = (replicas: number) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(manifest(replicas, 'letters')));
    try {
      await write(1);
      await showFile(uri);
      const register = await lensOf(uri, 'not in the catalog: register');
      await vscode.commands.executeCommand(register.command, ...(register.arguments ?? []));
      assert.equal((await lensOf(uri, 'promote to Test')).command, 'heady.catalog.promote');
      await write(2);
      const compare = await lensOf(uri, 'differs from the catalog, version 1: compare');
      await eventualEntry('dev-impact-letters', 'drifted', ({ state }) => state === 'drifted');
      // It goes on to ask which side to take, which nobody answers here.
      void vscode.commands.executeCommand(compare.command, ...(compare.arguments ?? []));
      await eventually('the diff', () => {
        const { activeTab } = vscode.window.tabGroups.activeTabGroup;
        return activeTab?.input instanceof vscode.TabInputTextDiff ? true : undefined;
      });
    } finally {
      await closeAllEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });
});
