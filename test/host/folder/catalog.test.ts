import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry, settledCatalog } from '../heady.ts';
import { workspaceUri } from '../support.ts';

const manifest = (replicas: number) => `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-impact-thanks
  tags: { Owner: team-donors, Vertical: impact, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: docker
  replicas: ${replicas}
`;

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
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'heady-manifest');
    assert.equal(editor?.document.getText(editor.selection), 'prod-health-billing');
  });

  it('follows a service from new to registered, drifted, and gone', async () => {
    await settledCatalog();
    const uri = workspaceUri('services', 'impact', 'thanks.heady.yaml');
    const write = (replicas: number) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(manifest(replicas)));
    try {
      await write(1);
      await eventualEntry('dev-impact-thanks', 'only in the workspace', ({ state }) => state === 'local');

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
});
