import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventualEntry, settledCatalog } from '../heady.ts';
import { activeEditor, closeAllEditors, eventually, showFile, workspaceUri } from '../support.ts';

/** Everything answered, as by a keybinding's `args`: the preview comes at once. */
const answers = {
  environment: 'dev',
  vertical: 'impact',
  name: 'volunteer-desk',
  owner: 'team-donors',
  sensitivity: 'internal',
  description: 'Shifts and sign-ups.',
  template: 'service-manifest',
};
/** Two files: a manifest and its definition. */
const api = {
  vertical: 'impact',
  name: 'shifts',
  owner: 'team-donors',
  sensitivity: 'internal',
  description: 'Shifts, to be read.',
  parameters: { providedBy: 'impact-donor-crm', type: 'rest', auth: 'bearer' },
};
const uri = () => workspaceUri('services', 'impact', 'volunteer-desk', 'dev.heady.yaml');

const project = () => workspaceUri('services', 'impact', 'volunteer-desk');
const apiUri = (file: string) => workspaceUri('apis', file);

describe('New Heady Service', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await closeAllEditors();
    const made = [project(), apiUri('shifts.heady.yaml'), apiUri('shifts.openapi.yaml')];
    for (const place of [...made, workspaceUri('.github')])
      await vscode.workspace.fs.delete(place, { recursive: true }).then(undefined, () => undefined);
  });

  it('previews first; Esc leaves nothing behind', async () => {
    const { running, preview } = await startWizard();
    assert.equal(preview.languageId, 'heady-manifest');
    assert.match(preview.getText(), /name: dev-impact-volunteer-desk/);
    assert.equal(await exists(), false);
    await finish(running, 'workbench.action.closeQuickOpen');
    assert.equal(await exists(), false);
    await eventually('the preview being closed', () => (previewDocument() ? undefined : true));
  });

  it('writes what it showed, opens it, and has it in the catalog without a finding', async () => {
    const { running, preview } = await startWizard();
    const shown = preview.getText();
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await readFile(uri().fsPath, 'utf8'), shown);
    await activeEditor('the file', ({ document }) => document.uri.toString() === uri().toString());
    const entry = await eventualEntry('dev-impact-volunteer-desk', 'in the catalog');
    assert.equal(entry.errors, 0);
  });

  it('never overwrites: it offers the file that is there', async () => {
    const own = '# kept\n';
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(own));
    const { running } = await startWizard();
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await readFile(uri().fsPath, 'utf8'), own);
    await activeEditor('the file', ({ document }) => document.uri.toString() === uri().toString());
  });

  it('writes a project as one: an undo removes it, with the folders that were made for it', async () => {
    const given = { ...answers, template: 'go-http', parameters: {} };
    const { running } = await startWizard('heady.scaffold.newService', given);
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    const names = (await namesIn(project())) ?? [];
    assert.ok(names.includes('README.md') && names.includes('dev.heady.yaml'), names.join());
    await activeEditor('its README', ({ document }) => document.uri.path.endsWith('README.md'));
    await eventually('the folders to be gone', async () => {
      await vscode.commands.executeCommand('undo');
      const left = await Promise.all([project(), workspaceUri('.github')].map(namesIn));
      return left.every((names) => names === undefined) || undefined;
    });
  });

  it('leaves what is there when another file is new, and takes back only what it made', async () => {
    const own = 'openapi: 3.1.0 # mine\n';
    await vscode.workspace.fs.writeFile(apiUri('shifts.openapi.yaml'), new TextEncoder().encode(own));
    const { running } = await startWizard('heady.scaffold.newApi', api);
    await finish(running, 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await readFile(apiUri('shifts.openapi.yaml').fsPath, 'utf8'), own);
    await showFile(apiUri('shifts.heady.yaml'));
    await eventually('only what was there before', async () => {
      await vscode.commands.executeCommand('undo');
      return (await shifts()).join() === 'shifts.openapi.yaml' || undefined;
    });
    assert.equal(await readFile(apiUri('shifts.openapi.yaml').fsPath, 'utf8'), own);
  });

  it('leaves nothing of it when a file cannot be written half way, and stays to be tried again', async () => {
    const { running } = await startWizard('heady.scaffold.newApi', api);
    // Somebody else is faster: the second file is there once the first one has been made.
    const theirs = '# theirs\n';
    await vscode.workspace.fs.writeFile(apiUri('shifts.openapi.yaml'), new TextEncoder().encode(theirs));
    await refused();
    const shown = await eventually('the preview, once more', previewDocument, 40_000);
    assert.match(shown.getText(), /name: shifts/);
    await finish(running, 'workbench.action.closeQuickOpen');
    assert.deepEqual(await shifts(), ['shifts.openapi.yaml']);
    assert.equal(await readFile(apiUri('shifts.openapi.yaml').fsPath, 'utf8'), theirs);
  });

  it('asks before it adds anything to an existing project', async () => {
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(project(), 'main.py'),
      new TextEncoder().encode('print()\n'),
    );
    await settledCatalog();
    const running = vscode.commands.executeCommand('heady.scaffold.addToProject', project());
    await eventually('the first question', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([running.then(() => true), sleep(300, undefined)]);
    });
    assert.deepEqual(await namesIn(project()), ['main.py']);
  });
});

/** Starts the wizard and waits until it shows its preview. */
async function startWizard(command = 'heady.scaffold.newService', given: object = answers) {
  await settledCatalog();
  const running = vscode.commands.executeCommand(command, given);
  const preview = await eventually('the preview', previewDocument);
  return { running, preview };
}

/** Accepts until what is shown is closed for another look at it: then the writing was tried. */
async function refused(): Promise<void> {
  let isClosed = false;
  const listening = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    isClosed ||= closed.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'heady-preview',
    );
  });
  await eventually(
    'an attempt to write',
    async () => {
      if (!isClosed) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await sleep(300);
      return isClosed || undefined;
    },
    40_000,
  );
  listening.dispose();
}

/** Repeats what a key would do until the wizard has ended; the list under the preview takes a moment to open. */
async function finish(running: Thenable<unknown>, command: string): Promise<void> {
  const ended = running.then(() => true);
  await eventually('the end of the wizard', async () => {
    await vscode.commands.executeCommand(command);
    return Promise.race([ended, sleep(300, undefined)]);
  });
}

/** What a tab previews. Documents of earlier previews live on for a while without one. */
function previewDocument(): vscode.TextDocument | undefined {
  const shown = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri;
      return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    })
    .filter((uri) => uri?.scheme === 'heady-preview')
    .map(String);
  return vscode.workspace.textDocuments.find(({ uri }) => shown.includes(uri.toString()));
}

function exists(): Promise<boolean> {
  return readFile(uri().fsPath).then(
    () => true,
    () => false,
  );
}

/** What there is of the API of these tests. */
async function shifts(): Promise<string[]> {
  return (await namesIn(workspaceUri('apis')))?.filter((name) => name.startsWith('shifts.')) ?? [];
}

/** Of a folder, sorted; undefined where it is not. */
async function namesIn(folder: vscode.Uri): Promise<string[] | undefined> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => undefined);
  return entries?.map(([name]) => name).sort();
}
