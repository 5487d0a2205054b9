import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { headyApi } from '../heady.ts';
import { closeAllEditors, eventually, showFile } from '../support.ts';

/** An Api states no environment, so that of its folder decides how grave a missing tag is. */
const API = `apiVersion: heady.systems/v1
kind: Api
metadata:
  name: NAME
  tags: { Owner: team-clinics, Vertical: health }
spec: { type: rest, definition: https://api.heady.systems/triage.yaml, providedBy: health-billing }
`;
const { Error: ERROR, Warning: WARNING } = vscode.DiagnosticSeverity;

describe('folders of a workspace that are switched each by itself', () => {
  const [sound, broken] = (vscode.workspace.workspaceFolders ?? []) as [
    vscode.WorkspaceFolder,
    vscode.WorkspaceFolder,
  ];
  const apiIn = (folder: vscode.WorkspaceFolder) =>
    vscode.Uri.joinPath(folder.uri, `${folder.name}-api.heady.yaml`);
  const show = (folder: vscode.WorkspaceFolder) => showFile(apiIn(folder));
  const reported = (folder: vscode.WorkspaceFolder, severity: vscode.DiagnosticSeverity) =>
    eventually(`tags/required as ${vscode.DiagnosticSeverity[severity]} in ${folder.name}`, () =>
      vscode.languages
        .getDiagnostics(apiIn(folder))
        .find(
          (found) =>
            (typeof found.code === 'object' ? found.code.value : found.code) === 'tags/required' &&
            found.severity === severity,
        ),
    );

  before(async () => {
    for (const folder of [sound, broken]) {
      const text = API.replace('NAME', `${folder.name}-api`);
      await vscode.workspace.fs.writeFile(apiIn(folder), new TextEncoder().encode(text));
    }
  });

  after(async () => {
    const { environment } = await headyApi();
    await environment.switch('dev', [sound, broken]);
    await closeAllEditors();
    for (const folder of [sound, broken]) await vscode.workspace.fs.delete(apiIn(folder));
  });

  it('have the environment of the active editor as the current one', async () => {
    const { environment } = await headyApi();
    await show(broken);
    await vscode.commands.executeCommand('heady.environment.switch', 'prod');
    assert.equal(environment.current, 'prod');
    assert.deepEqual(
      [sound, broken].map(({ uri }) => environment.of(uri)),
      ['dev', 'prod'],
    );

    await show(sound);
    await eventually('the other folder being the active one', () =>
      environment.current === 'dev' ? true : undefined,
    );
    // What belongs to no folder leaves it as it is, as it does for git.
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'a note' }),
    );
    assert.equal(environment.current, 'dev');
    await show(broken);
    await eventually('the folder being the active one again', () =>
      environment.current === 'prod' ? true : undefined,
    );
  });

  it('are judged each by its own, also by a language server that is started anew', async () => {
    await show(broken);
    await reported(broken, ERROR);
    await show(sound);
    await reported(sound, WARNING);
    await vscode.commands.executeCommand('heady.server.restart');
    await reported(sound, WARNING);
    await show(broken);
    await reported(broken, ERROR);
  });

  it('hand their own to terminals', async () => {
    const settings = vscode.workspace.getConfiguration('heady');
    const told = vscode.Uri.joinPath(sound.uri, '..', 'told.txt');
    const inTerminalOf = async ({ uri }: vscode.WorkspaceFolder) => {
      const terminal = vscode.window.createTerminal({
        cwd: uri,
        shellPath: '/bin/sh',
        shellArgs: ['-c', `printf '<%s>' "$HEADY_ENV" > '${told.fsPath}'`],
      });
      const text = await eventually('the terminal telling', async () => {
        const bytes = await vscode.workspace.fs.readFile(told).then(undefined, () => new Uint8Array());
        return new TextDecoder().decode(bytes).match(/^<.*>$/)?.[0];
      });
      terminal.dispose();
      await vscode.workspace.fs.delete(told);
      return text;
    };
    try {
      await settings.update('terminal.environment', true, vscode.ConfigurationTarget.Workspace);
      assert.equal(await inTerminalOf(broken), '<prod>');
      assert.equal(await inTerminalOf(sound), '<dev>');
    } finally {
      await settings.update('terminal.environment', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('are switched together', async () => {
    const { environment } = await headyApi();
    await environment.switch('stage', vscode.workspace.workspaceFolders ?? []);
    assert.deepEqual(
      [sound, broken].map(({ uri }) => environment.of(uri)),
      ['stage', 'stage'],
    );
    await show(sound);
    await reported(sound, ERROR);
  });
});
