import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateHeady,
  eventually,
  findingIn,
  findings,
  makeFix,
  replaceText,
  showFile,
  workspaceUri,
  writeUntil,
} from '../support.ts';

const wrongName = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-Claims_Export
  title: Claims export
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: docker
`;

describe('diagnostics', () => {
  it('underline the place, name the rule, and lead to its page', async () => {
    await activateHeady();
    const uri = await write('wrong-name.heady.yaml', wrongName);
    await showFile(uri);
    const finding = await findingIn(uri, 'naming/service');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(finding.range), 'dev-health-Claims_Export');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(finding.source, 'heady');
    assert.ok(typeof finding.code === 'object', 'the code carries no link');
    assert.match(finding.code.target.toString(true), /naming[/-]service/);
  });

  it('are there for files that nobody opened', async () => {
    const uri = workspaceUri('services', 'never-opened.heady.yaml');
    const text = wrongName.replace('Claims_Export', 'Other_Export');
    await writeUntil('the finding', uri, text, () => findings(uri, 'naming/service')[0]);
  });

  it('go away with the preferred quick fix', async () => {
    const uri = await write('to-be-fixed.heady.yaml', wrongName.replace('Claims_Export', 'Third_Export'));
    const { document } = await showFile(uri);
    const finding = await findingIn(uri, 'naming/service');
    await makeFix(uri, finding.range, ({ isPreferred }) => isPreferred);
    assert.match(document.getText(), /name: dev-health-third-export\n/);
    await eventually('the finding going away', () =>
      findings(uri, 'naming/service').length === 0 ? true : undefined,
    );
    await document.save();
  });

  it('follow what is typed', async () => {
    const uri = await write('typed.heady.yaml', wrongName.replace('Claims_Export', 'fourth-export'));
    const { document } = await showFile(uri);
    await replaceText(document, (text) => text.replace('docker', 'dcoker'));
    const finding = await findingIn(uri, 'schema/enum');
    assert.match(finding.message, /dcoker/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceUri('services', name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}
