import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settledCatalog } from '../heady.ts';
import {
  activateHeady,
  eventually,
  findings,
  makeFix,
  replaceText,
  showFile,
  workspaceUri,
} from '../support.ts';

const letter = '# Partners\n\nEach partner keeps a whitelist of hosts.\nNobody minds.\n';

describe('Impact Check of a text', () => {
  it('shows what it finds, offers to mend it, and is done when it is mended', async () => {
    const { document } = await open('letter.md', letter);
    await vscode.commands.executeCommand('heady.impact.checkText');
    const [finding] = findings(document.uri, 'impact/exclusionary-language');
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'whitelist');

    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      finding.range.start,
    );
    const told = hovers.flatMap(({ contents }) =>
      contents.map((each) => (each as vscode.MarkdownString).value),
    );
    assert.match(told.join('\n'), /Leaves out: .*Write instead: "allowlist".*Source: \[/s);

    const action = await makeFix(
      document.uri,
      finding.range,
      ({ title }) => title === 'Replace with "allowlist"',
    );
    assert.ok(action.command);
    assert.match(document.getText(), /keeps an allowlist of hosts/);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    assert.deepEqual(findings(document.uri, 'impact/exclusionary-language'), []);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is of the moment: an edit clears it, and so does the command', async () => {
    const { document } = await open('memo.md', letter);
    const { uri } = document;
    const count = () => findings(uri, 'impact/exclusionary-language').length;
    await vscode.commands.executeCommand('heady.impact.checkText');
    assert.equal(count(), 1);
    await replaceText(document, (text) => ` ${text}`);
    await eventually('the finding to be cleared', () => count() === 0 || undefined);
    await vscode.commands.executeCommand('heady.impact.checkText');
    assert.equal(count(), 1);
    await vscode.commands.executeCommand('heady.impact.clearText');
    assert.equal(count(), 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is of the selection where there is one', async () => {
    const editor = await open('note.txt', 'The whitelist.\nMore of the blacklist here.\n');
    editor.selection = new vscode.Selection(1, 5, 1, 21);
    await vscode.commands.executeCommand('heady.impact.checkText');
    const found = findings(editor.document.uri, 'impact/exclusionary-language');
    assert.deepEqual(
      found.map(({ range }) => [range.start.line, editor.document.getText(range)]),
      [[1, 'blacklist']],
    );
  });

  it('reads a file that is not shown', async () => {
    const uri = await write('calls.http', '### Read the whitelist\nGET https://a.example/\n');
    await vscode.commands.executeCommand('heady.impact.checkText', uri);
    assert.equal(findings(uri, 'impact/exclusionary-language').length, 1);
  });
});

describe('Impact Check of the workspace', () => {
  it('opens one report, however often it is asked for', async () => {
    await settledCatalog();
    await vscode.commands.executeCommand('heady.impact.checkWorkspace');
    await vscode.commands.executeCommand('heady.impact.checkWorkspace');
    const reports = await eventually('the report opening', () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const own = tabs.filter(
        ({ input }) =>
          input instanceof vscode.TabInputWebview && input.viewType.endsWith('heady.impactReport'),
      );
      return own.length > 0 ? own : undefined;
    });
    assert.equal(reports.length, 1);
    await vscode.window.tabGroups.close(reports);
  });

  it('is summed up above each manifest, with a way to the report', async () => {
    const uri = workspaceUri('services', 'left-out.heady.yaml');
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(
        'apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: dev-impact-left-out\n  description: The whitelist.\n  tags: { Owner: team-donors, Vertical: impact, DataSensitivity: internal }\nspec: { environment: dev, plane: app, runtime: docker }\n',
      ),
    );
    try {
      await showFile(uri);
      const lens = await eventually('the lens', async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          uri,
        );
        return lenses.find(({ command }) => command?.title === 'Impact: 1 finding');
      });
      assert.equal(lens.command?.command, 'heady.impact.checkWorkspace');
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });
});

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceUri(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

async function open(name: string, text: string): Promise<vscode.TextEditor> {
  await activateHeady();
  return showFile(await write(name, text));
}
