import { commands, languages, Range, type TextDocument, type Uri, window, workspace } from 'vscode';
import { Commands, Methods } from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { manifestSelector } from '../server/manifestSelector.ts';
import type { CheckedPart, TextFindings } from './textFindings.ts';
import { textName } from './textName.ts';

/**
 * Checks what is selected in the active editor, without a selection its whole text; or a file that is not shown, which it
 * opens.
 *
 * @param target of the file; default: the active editor's
 * @throws {Error} in words for people when there is no text or the server cannot answer
 */
export async function checkText(server: HeadyServer, found: TextFindings, target?: Uri): Promise<void> {
  const active = window.activeTextEditor;
  const isActive = target === undefined || active?.document.uri.toString() === target.toString();
  const editor = isActive ? active : await window.showTextDocument(target);
  if (!editor) throw new Error('no text is open. Open one, then run the command again.');
  const { document, selection } = editor;
  if (selection.isEmpty && languages.match(manifestSelector(), document) > 0) {
    void offerReport();
    return;
  }
  const whole = new Range(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end);
  const { start, end } = selection.isEmpty ? whole : selection;
  const part = { start: document.offsetAt(start), end: document.offsetAt(end) };
  const count = await checkPart(server, found, document, part);
  const where = selection.isEmpty ? nameOf(document) : 'the selected text';
  // Messages stay until the user is done with them; the check is done.
  void tell(count, where, found, document.uri);
}

/** Checks a part of a document again. Says nothing: what is left is to be seen. */
export async function recheckText(
  server: HeadyServer,
  found: TextFindings,
  uri: Uri,
  part: CheckedPart,
): Promise<void> {
  await checkPart(server, found, await workspace.openTextDocument(uri), part);
}

/** @returns how much was found */
async function checkPart(
  server: HeadyServer,
  found: TextFindings,
  document: TextDocument,
  part: CheckedPart,
): Promise<number> {
  const { version } = document;
  const whole = document.getText();
  const isWhole = part.start === 0 && part.end >= whole.length;
  // A piece of a file is read as prose: it need not be whole YAML or JSON.
  const name = isWhole ? textName(nameOf(document), document.languageId) : 'selection.txt';
  const text = whole.slice(part.start, part.end);
  const items = await server.request(Methods.impactText, { name, text });
  if (document.version !== version) throw new Error('the text changed meanwhile. Run the command again.');
  found.set(document, part, items);
  return items.length;
}

async function tell(count: number, where: string, found: TextFindings, uri: Uri): Promise<void> {
  if (count === 0) {
    void window.showInformationMessage(`Impact Check found nothing in ${where}.`);
    return;
  }
  const [show, clear] = ['Show Problems', 'Clear'];
  const findings = count === 1 ? '1 finding' : `${count} findings`;
  const choice = await window.showInformationMessage(`Impact Check: ${findings} in ${where}.`, show, clear);
  if (choice === show) await commands.executeCommand('workbench.actions.view.problems');
  if (choice === clear) found.clear(uri);
}

async function offerReport(): Promise<void> {
  const show = 'Show Report';
  const choice = await window.showInformationMessage(
    'Manifests are checked as you type: findings are underlined and stand in the Problems view.',
    show,
  );
  if (choice === show) await commands.executeCommand(Commands.impactReport);
}

function nameOf({ uri }: TextDocument): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1) || 'this text';
}
