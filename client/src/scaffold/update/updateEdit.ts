import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { UpdatedFile } from '../../../../server/src/protocol/templateUpdate.ts';

/**
 * The update as one edit, which one undo takes back; without what is no text and was there before: the undo of that
 * would leave nothing of it.
 */
export async function updateEdit(files: readonly UpdatedFile[]): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const file of files) {
    const { uri: place, does, text } = file;
    const uri = Uri.parse(place);
    if (does === 'delete') edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (does === 'delete' || does === 'note') continue;
    if (does === 'create') edit.createFile(uri, { overwrite: false, contents: contentsOf(file) });
    else if (text !== undefined) {
      const document = await workspace.openTextDocument(uri);
      edit.replace(uri, document.validateRange(new Range(0, 0, document.lineCount, 0)), text);
    }
  }
  return edit;
}

/** Writes what is no text in the place of what is there. */
export async function replaceBinaries(files: readonly UpdatedFile[]): Promise<void> {
  for (const file of files)
    if ((file.does === 'replace' || file.does === 'offer') && file.text === undefined)
      await workspace.fs.writeFile(Uri.parse(file.uri), contentsOf(file));
}

function contentsOf({ text, base64 = '' }: Pick<UpdatedFile, 'text' | 'base64'>): Uint8Array {
  return text === undefined ? Buffer.from(base64, 'base64') : new TextEncoder().encode(text);
}
