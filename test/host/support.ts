/** What the tests inside VS Code share. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

export const extensionId = 'heady-systems.heady';

/** The extension under test, activated. */
export async function activateHeady(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(extensionId);
  if (!extension) throw new Error(`${extensionId} is not installed in this VS Code.`);
  await extension.activate();
  return extension;
}

/** The copy of samples/heady-systems this run works on; tests may write into it. */
export function workspaceUri(...segments: string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No workspace folder is open.');
  return vscode.Uri.joinPath(folder.uri, ...segments);
}

/**
 * Asks until the answer is there, for what the editor does in its own time. The limit is for a busy machine, where
 * everything takes ten times as long; it says nothing about how long anything should take.
 *
 * @param probe returns the awaited value, or undefined while it is not there yet
 * @param what names it in the error
 * @throws {Error} after `withinMs`
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  withinMs = 120_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${withinMs / 1000} s.`);
    await sleep(50);
  }
}

/**
 * Writes a whole document anew. The editor refuses an edit of a text that it has changed in the meantime, as it does
 * when it reads a file again that is just being opened: then the edit is made again, of the text that is there.
 *
 * @param write the new text; by the one that is there, where it is told so
 */
export async function replaceText(
  document: vscode.TextDocument,
  write: string | ((text: string) => string),
): Promise<void> {
  await eventually(`the edit of ${document.uri.path}`, async () => {
    const text = typeof write === 'string' ? write : write(document.getText());
    const edit = new vscode.WorkspaceEdit();
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    return (await vscode.workspace.applyEdit(edit)) || undefined;
  });
}

/** Writes a file, and again while what comes of it is not there: an editor that was just opened may not watch files yet. */
export async function writeUntil<T>(
  what: string,
  uri: vscode.Uri,
  text: string,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  let written = Number.NEGATIVE_INFINITY;
  return await eventually(what, async () => {
    if (Date.now() - written > 10_000) {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      written = Date.now();
    }
    return await probe();
  });
}

/** The editor that is active, once it is the one that is meant: whoever opens one does not see it become active. */
export function activeEditor(
  what: string,
  isMeant: (editor: vscode.TextEditor) => boolean,
): Promise<vscode.TextEditor> {
  return eventually(`${what} being the active editor`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor && isMeant(editor) ? editor : undefined;
  });
}

/** Shows a file, and waits until it is the one that commands are about. */
export async function showFile(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.window.showTextDocument(uri);
  return await activeEditor(uri.path, ({ document }) => document.uri.toString() === uri.toString());
}

/** Closes all editors, and waits until none is the active one any more. */
export async function closeAllEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually('all editors being closed', () => {
    const isOpen =
      vscode.window.activeTextEditor || vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
    return isOpen ? undefined : true;
  });
}

/** A quick fix at a place, once the editor has taken the file in: before that it asks nobody. */
export async function fixAt(
  uri: vscode.Uri,
  range: vscode.Range,
  isMeant: (action: vscode.CodeAction) => boolean | undefined,
): Promise<vscode.CodeAction> {
  return await eventually('the fix', async () => {
    const kind = vscode.CodeActionKind.QuickFix.value;
    const provide = 'vscode.executeCodeActionProvider';
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(provide, uri, range, kind);
    return actions.find(isMeant);
  });
}

/** Makes the edit of a quick fix; where the editor refuses it, as the text is another by now, that of the one there is now. */
export async function makeFix(
  uri: vscode.Uri,
  range: vscode.Range,
  isMeant: (action: vscode.CodeAction) => boolean | undefined,
): Promise<vscode.CodeAction> {
  return await eventually('the edit of the fix', async () => {
    const action = await fixAt(uri, range, isMeant);
    if (!action.edit) throw new Error(`The fix "${action.title}" has no edit.`);
    return (await vscode.workspace.applyEdit(action.edit)) ? action : undefined;
  });
}

/** The file's finding of that rule, once it is there. */
export function findingIn(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return eventually(`${rule} in ${uri.path}`, () => findings(uri, rule)[0]);
}

/** The file's findings of that rule as VS Code has them now. */
export function findings(uri: vscode.Uri, rule: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ code }) => {
    return (typeof code === 'object' ? code.value : code) === rule;
  });
}
