import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settledCatalog } from '../heady.ts';
import { closeAllEditors, eventually, showFile, workspaceUri } from '../support.ts';

const COMPOSE = `services:
  seedbank:
    image: registry.example/seedbank:1.2.0
    depends_on: [seedbank-db]
    environment: { DB_PASSWORD: hunter2hunter2, DB_HOST: seedbank-db }
  seedbank-db:
    image: postgres:16.4
`;
const answers = { environment: 'dev', vertical: 'impact', owner: 'team-donors', sensitivity: 'internal' };

const source = () => workspaceUri('legacy', 'docker-compose.yml');
const manifest = (name: string) => workspaceUri('services', 'impact', name, 'dev.heady.yaml');
const both = () => [manifest('seedbank'), manifest('seedbank-db')];
const there = () => both().filter(({ fsPath }) => existsSync(fsPath)).length;

describe('Adopt Existing Services', () => {
  beforeEach(async () => {
    await settledCatalog();
    await vscode.workspace.fs.writeFile(source(), new TextEncoder().encode(COMPOSE));
  });

  afterEach(async () => {
    await closeAllEditors();
    for (const uri of [workspaceUri('legacy'), ...both().map((each) => vscode.Uri.joinPath(each, '..'))]) {
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
    }
  });

  it('shows what it would write, and leaves nothing when a person goes away', async () => {
    const running = adopt();
    const report = await eventually('the report', reportDocument);
    assert.match(report.getText(), /2 new manifests from 1 source/);
    assert.doesNotMatch(report.getText(), /hunter2/);
    await finish(running, 'workbench.action.closeQuickOpen');
    assert.equal(there(), 0);
  });

  it('writes all manifests in one edit that one undo takes back', async () => {
    await finish(adopt(), 'workbench.action.acceptSelectedQuickOpenItem');
    await eventually('both manifests', () => there() === 2 || undefined);
    const text = readFileSync(manifest('seedbank').fsPath, 'utf8');
    assert.match(text, /name: dev-impact-seedbank\n/);
    assert.match(text, /- dev-impact-seedbank-db/);
    assert.match(text, /ref: heady:\/\/secrets\/impact\/seedbank-db-password/);
    assert.doesNotMatch(text, /hunter2/);

    await showFile(manifest('seedbank'));
    await eventually('the undo', async () => {
      await vscode.commands.executeCommand('undo');
      return there() === 0 || undefined;
    });
  });
});

function adopt(): Thenable<unknown> {
  const files = [source().toString()];
  return vscode.commands.executeCommand('heady.adopt.services', { files, answers });
}

/** Repeats what a key would do until the command has ended; the list takes a moment to open. */
async function finish(running: Thenable<unknown>, command: string): Promise<void> {
  const ended = running.then(() => true);
  await eventually('the end of adopting', async () => {
    await vscode.commands.executeCommand(command).then(undefined, () => undefined);
    return Promise.race([ended, sleep(300, undefined)]);
  });
}

function reportDocument(): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'heady-adoption');
}
