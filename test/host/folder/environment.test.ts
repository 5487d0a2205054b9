import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { headyApi } from '../heady.ts';
import { eventually, showFile, workspaceUri } from '../support.ts';

describe('the environment switch', () => {
  afterEach(async () => (await headyApi()).environment.switch('dev'));

  it('starts in dev and switches by command, as a keybinding would', async () => {
    const { environment } = await headyApi();
    assert.equal(environment.current, 'dev');
    await vscode.commands.executeCommand('heady.environment.switch', 'prod');
    assert.equal(environment.current, 'prod');
  });

  it('ignores what is no environment, and asks', async () => {
    const { environment } = await headyApi();
    const asked = vscode.commands.executeCommand('heady.environment.switch', 'production');
    // The list takes a moment to open; closing it chooses nothing.
    await eventually('the list closing', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([asked.then(() => true), sleep(100, undefined)]);
    });
    assert.equal(environment.current, 'dev');
  });

  it('is what new terminals have as HEADY_ENV, with its variables, where the setting asks for it', async () => {
    const { environment } = await headyApi();
    const settings = vscode.workspace.getConfiguration('heady');
    const told = workspaceUri('told.txt');
    const inTerminal = async (what = '$HEADY_ENV') => {
      const terminal = vscode.window.createTerminal({
        shellPath: '/bin/sh',
        shellArgs: ['-c', `printf '<%s>' "${what}" > '${told.fsPath}'`],
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
      await environment.switch('stage');
      assert.equal(await inTerminal(), '<>');
      await settings.update('terminal.environment', true, vscode.ConfigurationTarget.Workspace);
      assert.equal(await inTerminal(), '<stage>');
      await environment.switch('test');
      assert.equal(await inTerminal(), '<test>');
      // The variables of its manifest follow when the server has told them.
      await eventually('a terminal with the variables', async () => {
        const told = await inTerminal('$HEADY_ENV $region');
        return told === '<test us-west>' ? told : undefined;
      });
    } finally {
      await settings.update('terminal.environment', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('is known to the server at once: severities of what names no environment follow', async () => {
    const { environment } = await headyApi();
    const uri = workspaceUri('rootless.heady.yaml');
    // An Api states no environment, so the switch decides how grave a missing tag is.
    const text = [
      'apiVersion: heady.systems/v1',
      'kind: Api',
      'metadata:',
      '  name: triage',
      '  tags: { Owner: team-clinics, Vertical: health }',
      'spec: { type: rest, definition: https://api.heady.systems/triage.yaml, providedBy: health-billing }',
      '',
    ].join('\n');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await showFile(uri);
    const severity = (wanted: vscode.DiagnosticSeverity) =>
      eventually(`tags/required as ${vscode.DiagnosticSeverity[wanted]}`, () =>
        vscode.languages
          .getDiagnostics(uri)
          .find(
            ({ code, severity }) =>
              (typeof code === 'object' ? code.value : code) === 'tags/required' && severity === wanted,
          ),
      );
    try {
      await severity(vscode.DiagnosticSeverity.Warning);
      await environment.switch('prod');
      await severity(vscode.DiagnosticSeverity.Error);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(uri);
    }
  });
});
