import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry, settledCatalog } from '../heady.ts';
import { activeEditor, eventually, workspaceUri } from '../support.ts';

const { executeCommand } = vscode.commands;

function service(name: string, tags: string): string {
  const [environment] = name.split('-');
  return `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  tags: { ${tags}Vertical: impact, DataSensitivity: internal }
spec: { environment: ${environment}, plane: app, runtime: podman }
`;
}

/** The name of the row that is selected in the tree, as copying it says. */
async function selected(): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await executeCommand('heady.catalog.copyName');
  return await vscode.env.clipboard.readText();
}

describe('the catalog tree', () => {
  after(async () => {
    await executeCommand('heady.catalog.clearFilter');
    await executeCommand('heady.catalog.groupBy', 'environment');
  });

  for (const grouping of ['environment', 'vertical', 'owner', 'sensitivity']) {
    it(`reveals an entry in the tree by ${grouping}`, async () => {
      await settledCatalog();
      await executeCommand('heady.catalog.groupBy', grouping);
      const entry = await eventualEntry('prod-health-billing', 'in the catalog');
      await eventually('the row being selected', async () => {
        await executeCommand('heady.catalog.reveal', { entry });
        return (await selected()) === entry.name ? true : undefined;
      });
    });
  }

  it('takes a filter away that hides what is to be revealed', async () => {
    const entry = await eventualEntry('prod-health-billing', 'in sync', ({ state }) => state === 'synced');
    await executeCommand('heady.catalog.filter', 'unowned');
    await executeCommand('heady.catalog.reveal', { entry });
    await eventually('the row being selected', async () =>
      (await selected()) === entry.name ? true : undefined,
    );
  });

  it('reveals the entry whose manifest is open', async () => {
    const entry = await eventualEntry('dev-data-ingest', 'in the catalog');
    await executeCommand('heady.catalog.open', { entry });
    const { document } = await activeEditor('its manifest', ({ document, selection }) => {
      const { line, character } = selection.start;
      return selection.isEmpty && document.lineAt(line).text.slice(character) === entry.name;
    });
    await executeCommand('heady.catalog.reveal', document.uri);
    await eventually('the row being selected', async () =>
      (await selected()) === entry.name ? true : undefined,
    );
  });
});

describe('the rule of the way to prod', () => {
  it('is kept with an owner and an entry', async () => {
    const billing = await eventualEntry('prod-health-billing', 'judged', ({ prod }) => prod !== undefined);
    assert.deepEqual(billing.prod, { outcome: 'keeps', breaches: [], undecided: [] });
  });

  it('is broken by who has neither, until the owner is stated', async () => {
    await settledCatalog();
    const uri = workspaceUri('services', 'impact', 'thanks.heady.yaml');
    const write = (text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const rulesBroken = async (rules: string[]) =>
      eventualEntry('prod-impact-thanks', `breaking ${rules}`, ({ prod }) => {
        const broken = prod?.breaches.map(({ rule }) => rule) ?? [];
        return JSON.stringify(broken) === JSON.stringify(rules);
      });
    try {
      await write(service('prod-impact-thanks', ''));
      await rulesBroken(['catalog/prod-owner', 'catalog/prod-entry']);
      await write(service('prod-impact-thanks', 'Owner: team-donors, '));
      const { prod } = await rulesBroken(['catalog/prod-entry']);
      assert.equal(prod?.outcome, 'breaks');
      await executeCommand('heady.governance.open', {
        entry: await eventualEntry('prod-impact-thanks', 'still there'),
      });
      await activeEditor('the manifest at its name', ({ document, selection }) => {
        return document.lineAt(selection.active).text.includes('prod-impact-thanks');
      });
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });
});
