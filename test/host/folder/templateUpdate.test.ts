import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settledCatalog } from '../heady.ts';
import { closeAllEditors, eventually, showFile, workspaceUri } from '../support.ts';

const template = (version: string) => `apiVersion: heady.systems/v1
kind: Template
metadata: { name: pager, title: Pager }
spec: { version: ${version}, creates: Service, manifest: "files/{{ environment }}.heady.yaml" }
`;
const MANIFEST = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
  description: Calls whoever is on duty.
  tags: { Owner: {{ owner }}, Vertical: {{ vertical }}, DataSensitivity: {{ sensitivity }} }
spec: { environment: {{ environment }}, plane: app, runtime: docker, replicas: 1 }
`;
const lines = (first: string, last: string) => `${first}\n\nHow it works.\n\nWho built it.\n\n${last}\n`;

const templateFile = (...path: string[]) => workspaceUri('heady-templates', 'pager', ...path);
const project = (...path: string[]) => workspaceUri('services', 'impact', 'pager', ...path);
const textOf = (uri: vscode.Uri) => readFileSync(uri.fsPath, 'utf8');
const write = (uri: vscode.Uri, text: string) =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

describe('Update from Template', () => {
  beforeEach(async () => {
    await settledCatalog();
    await write(templateFile('template.heady.yaml'), template('1.0.0'));
    await write(templateFile('files', '{{ environment }}.heady.yaml.liquid'), MANIFEST);
    await write(templateFile('files', 'README.md'), lines('Pager', 'Ask us.'));
    await vscode.workspace.fs.writeFile(templateFile('files', 'icon.bin'), Uint8Array.of(0, 1));
    await make('pager');
    // The user's change at the end, then the template's at the beginning.
    writeFileSync(project('README.md').fsPath, lines('Pager', 'Ask the night shift.'));
    await write(templateFile('template.heady.yaml'), template('1.1.0'));
    await write(templateFile('files', 'README.md'), lines('Pager, second edition', 'Ask us.'));
    await vscode.workspace.fs.writeFile(templateFile('files', 'icon.bin'), Uint8Array.of(0, 2));
  });

  afterEach(async () => {
    await closeAllEditors();
    for (const uri of [workspaceUri('heady-templates'), project()])
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
  });

  it('merges the newer version into what was changed, and one undo takes it back', async () => {
    const manifest = project('dev.heady.yaml');
    const before = [textOf(manifest), textOf(project('README.md'))];
    const editor = await showFile(manifest);
    const update = vscode.commands.executeCommand(
      'heady.scaffold.updateFromTemplate',
      editor.document.uri.toString(),
    );
    let isOver = false;
    void Promise.resolve(update).finally(() => {
      isOver = true;
    });
    await eventually('the differences of a file', async () => {
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await sleep(200);
      return differencesShown() || undefined;
    });
    await eventually('the update', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await sleep(200);
      return isOver || undefined;
    });
    // One file is written after the other.
    await eventually('the newer version', () => {
      const texts = [manifest, project('README.md'), project('icon.bin')].map(textOf).join();
      return (
        ['version: 1.1.0', 'second edition', '\0\x02'].every((each) => texts.includes(each)) || undefined
      );
    });
    assert.equal(textOf(project('README.md')), lines('Pager, second edition', 'Ask the night shift.'));
    assert.equal(differencesShown(), false);

    await showFile(manifest);
    await eventually('the undo', async () => {
      await vscode.commands.executeCommand('undo');
      return (
        (textOf(manifest) === before[0] &&
          textOf(project('README.md')) === before[1] &&
          existsSync(project('icon.bin').fsPath) &&
          textOf(project('icon.bin')) === '\0\x01') ||
        undefined
      );
    });
  });
});

function differencesShown(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'heady-update',
  );
}

/** Makes a project of the template in the workspace, as the command line does. */
async function make(name: string): Promise<void> {
  const extension = vscode.extensions.getExtension('heady-systems.heady');
  if (!extension) throw new Error('The extension is not there.');
  const answers = ['--environment=dev', '--vertical=impact', '--owner=team-donors', '--sensitivity=internal'];
  const workspace = `--workspace=${workspaceUri().fsPath}`;
  await promisify(execFile)(
    process.execPath,
    [
      join(extension.extensionPath, 'dist', 'cli.js'),
      'new',
      'service',
      name,
      '--template=pager',
      ...answers,
      '--yes',
      workspace,
    ],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  );
}
