import { chmod } from 'node:fs/promises';
import { type CancellationToken, Range, type TextDocument, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';
import { wordsOf } from '../../failures.ts';
import type { FilePlan } from '../preview/filePlans.ts';
import { type Replaced, replacedBytes } from './replacedFiles.ts';
import { isSameText } from './sameText.ts';
import { takeBack } from './takeBack.ts';

/** What was written. */
export interface Written {
  created: Uri[];
  /** That were not there before, outer ones first. */
  folders: Uri[];
  replaced: Replaced[];
}

export interface WriteOptions {
  /** The workspace folder. */
  root: Uri;
  token: CancellationToken;
}

/**
 * Writes files as one edit that one undo takes back. Where that fails half way, or is cancelled, what was made so far
 * is removed again.
 *
 * @returns undefined: it was cancelled, and nothing was written
 * @throws {Error} in words for people when they could not be written; then none was
 */
export async function writeFiles(
  plans: readonly FilePlan[],
  options: WriteOptions,
): Promise<Written | undefined> {
  const { root, token } = options;
  await assertThere(root);
  const fresh = await missing(
    plans.filter(({ does }) => does === 'create').map(({ file }) => Uri.parse(file.uri)),
  );
  const folders = await missing(foldersOf(fresh, root));
  const replaced = await replacedBy(plans.filter(({ does }) => does === 'overwrite'));
  const failure = await applied(await editOf(plans), replaced.length > 0);
  if (failure === undefined && !token.isCancellationRequested) {
    await saveTexts(replaced);
    await makeExecutable(plans);
    return { created: fresh, folders, replaced };
  }
  await restore(replaced);
  const left = await takeBack(workspace.fs, fresh, folders);
  if (left.length > 0)
    throw new Error(`These files were made and could not be removed again: ${left.map(pathOf).join(', ')}.`);
  if (token.isCancellationRequested) return undefined;
  throw new Error(
    `The files could not be written: ${failure}. Either one exists by now, or a folder is not writable; nothing was changed.`,
  );
}

/** The editor would make the folder anew, and with it a project in a place that nobody looks at any more. */
async function assertThere(root: Uri): Promise<void> {
  if ((await missing([root])).length > 0)
    throw new Error(`The folder ${root.fsPath} is not there any more; nothing was written.`);
}

const NOT_APPLIED = 'the editor did not apply the edit';

/** Why the edit was not applied, in words; undefined: it was. */
async function applied(edit: WorkspaceEdit, isRefactoring: boolean): Promise<string | undefined> {
  try {
    return (await workspace.applyEdit(edit, { isRefactoring })) ? undefined : NOT_APPLIED;
  } catch (cause) {
    return wordsOf(cause);
  }
}

/** New files first: where one of them cannot be made, nothing was overwritten yet. */
async function editOf(plans: readonly FilePlan[]): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  const those = (wanted: FilePlan['does']) => plans.filter(({ does }) => does === wanted);
  for (const { file } of those('create'))
    edit.createFile(Uri.parse(file.uri), { overwrite: false, contents: bytesOf(file) });
  for (const { file } of those('overwrite')) {
    const uri = Uri.parse(file.uri);
    if (isTextOverText(file)) edit.replace(uri, wholeOf(await workspace.openTextDocument(uri)), file.text);
    else edit.createFile(uri, { overwrite: true, contents: bytesOf(file) });
  }
  return edit;
}

/** What is written over, as it is now. @throws {Error} where that is not what was shown */
async function replacedBy(plans: readonly FilePlan[]): Promise<Replaced[]> {
  const replaced: Replaced[] = [];
  for (const { file } of plans) {
    const uri = Uri.parse(file.uri);
    if (isTextOverText(file)) {
      const before = (await workspace.openTextDocument(uri)).getText();
      if (!isSameText(before, file.existing)) throw changedSince(file);
      replaced.push({ uri, before, after: file.text });
    } else {
      const before = await replacedBytes(uri);
      if (file.existingSize !== undefined && file.existingSize !== before.bytes.length)
        throw changedSince(file);
      replaced.push(before);
    }
  }
  return replaced;
}

function changedSince({ relativePath }: ScaffoldFile): Error {
  return new Error(`${relativePath} has changed since it was shown; nothing was written. Look at it again.`);
}

function isTextOverText(file: ScaffoldFile): file is ScaffoldFile & { text: string; existing: string } {
  return file.text !== undefined && file.existing !== undefined;
}

function wholeOf(document: TextDocument): Range {
  return document.validateRange(new Range(0, 0, document.lineCount, 0));
}

/** What was overwritten before the rest failed is as it was again. */
async function restore(replaced: readonly Replaced[]): Promise<void> {
  for (const file of replaced) {
    if ('bytes' in file) {
      await workspace.fs.writeFile(file.uri, file.bytes);
      continue;
    }
    const document = await workspace.openTextDocument(file.uri);
    if (!isSameText(document.getText(), file.after)) continue;
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, wholeOf(document), file.before);
    if (await workspace.applyEdit(edit)) await document.save();
  }
}

function bytesOf({ text, base64 = '' }: ScaffoldFile): Uint8Array {
  return text === undefined ? Buffer.from(base64, 'base64') : new TextEncoder().encode(text);
}

async function saveTexts(replaced: readonly Replaced[]): Promise<void> {
  const uris = new Set(replaced.map(({ uri }) => uri.toString()));
  for (const document of workspace.textDocuments)
    if (uris.has(document.uri.toString()) && document.isDirty) await document.save();
}

/** The editor's edits know no mode; on Windows there is none. */
async function makeExecutable(plans: readonly FilePlan[]): Promise<void> {
  if (process.platform === 'win32') return;
  for (const { file, does } of plans) {
    const uri = Uri.parse(file.uri);
    if (file.executable && does === 'create' && uri.scheme === 'file')
      await chmod(uri.fsPath, 0o755).catch(() => undefined);
  }
}

/** The folders below the workspace folder in which files are, outer ones first. */
function foldersOf(files: readonly Uri[], root: Uri): Uri[] {
  const folders = new Map<string, Uri>();
  for (const file of files) {
    const inside = file.path.slice(root.path.length).split('/').filter(Boolean).slice(0, -1);
    for (let depth = 1; depth <= inside.length; depth++) {
      const folder = Uri.joinPath(root, ...inside.slice(0, depth));
      folders.set(folder.toString(), folder);
    }
  }
  return [...folders.values()].sort((a, b) => a.path.length - b.path.length);
}

/** Those at which nothing is. */
async function missing(uris: readonly Uri[]): Promise<Uri[]> {
  const found = await Promise.all(
    uris.map((uri) =>
      workspace.fs.stat(uri).then(
        () => [],
        () => [uri],
      ),
    ),
  );
  return found.flat();
}

function pathOf(uri: Uri): string {
  return workspace.asRelativePath(uri);
}
