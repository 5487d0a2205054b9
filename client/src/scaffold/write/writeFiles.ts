import { chmod } from 'node:fs/promises';
import {
  type CancellationToken,
  Range,
  Uri,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
  workspace,
} from 'vscode';
import type { ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';
import { wordsOf } from '../../failures.ts';
import type { FilePlan } from '../preview/filePlans.ts';
import { takeBack } from './takeBack.ts';

/** What was written. */
export interface Written {
  created: Uri[];
  /** That were not there before, outer ones first. */
  folders: Uri[];
}

export interface WriteOptions {
  /** The workspace folder. */
  root: Uri;
  token?: CancellationToken;
  /** Shows all in the editor's refactor preview, to be ticked and applied there. */
  review?: boolean;
}

/**
 * Writes files as one edit that one undo takes back. Where that fails half way, or is cancelled, what was made so far
 * is removed again.
 *
 * @returns undefined: in the review it was not applied, or it was cancelled; nothing was written
 * @throws {Error} in words for people when they could not be written; then none was
 */
export async function writeFiles(
  plans: readonly FilePlan[],
  options: WriteOptions,
): Promise<Written | undefined> {
  const { root, token, review = false } = options;
  const fresh = await missing(
    plans.filter(({ does }) => does === 'create').map(({ file }) => Uri.parse(file.uri)),
  );
  const folders = await missing(foldersOf(fresh, root));
  const edit = await editOf(plans, review);
  const failure = await applied(
    edit,
    plans.some(({ does }) => does === 'overwrite'),
  );
  if (failure === undefined && !token?.isCancellationRequested) {
    await saveOverwritten(plans);
    await makeExecutable(plans);
    return { created: fresh, folders };
  }
  const left = await takeBack(workspace.fs, fresh, folders);
  if (left.length > 0)
    throw new Error(`These files were made and could not be removed again: ${left.map(pathOf).join(', ')}.`);
  if (token?.isCancellationRequested || (review && failure === NOT_APPLIED)) return undefined;
  throw new Error(
    `The files could not be written: ${failure}. Either one exists by now, or a folder is not writable; nothing was changed.`,
  );
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

async function editOf(plans: readonly FilePlan[], review: boolean): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { file, does } of plans) {
    const uri = Uri.parse(file.uri);
    const metadata: WorkspaceEditEntryMetadata | undefined = review
      ? { needsConfirmation: true, label: does === 'create' ? 'New files' : 'Overwritten files' }
      : undefined;
    if (does === 'create') edit.createFile(uri, { overwrite: false, contents: bytesOf(file) }, metadata);
    if (does === 'overwrite') {
      const document = await workspace.openTextDocument(uri);
      const whole = new Range(0, 0, document.lineCount, 0);
      edit.replace(uri, document.validateRange(whole), file.text ?? '', metadata);
    }
  }
  return edit;
}

function bytesOf({ text, base64 = '' }: ScaffoldFile): Uint8Array {
  return text === undefined ? Buffer.from(base64, 'base64') : new TextEncoder().encode(text);
}

async function saveOverwritten(plans: readonly FilePlan[]): Promise<void> {
  const uris = new Set(plans.filter(({ does }) => does === 'overwrite').map(({ file }) => file.uri));
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
