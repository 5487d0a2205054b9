import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { UpdatedFile } from '../../../../server/src/protocol/templateUpdate.ts';

/** The update as one edit, which one undo takes back. */
export async function updateEdit(files: readonly UpdatedFile[]): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { uri: place, does, text, base64 } of files) {
    const uri = Uri.parse(place);
    if (does === 'delete') edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (does === 'delete' || does === 'note') continue;
    const contents =
      text === undefined ? Buffer.from(base64 ?? '', 'base64') : new TextEncoder().encode(text);
    if (does === 'create') edit.createFile(uri, { overwrite: false, contents });
    else if (text === undefined) {
      // The undo of a deletion brings back what was there; that of overwriting does not.
      edit.deleteFile(uri, { ignoreIfNotExists: true });
      edit.createFile(uri, { overwrite: false, contents });
    } else {
      const document = await workspace.openTextDocument(uri);
      edit.replace(uri, document.validateRange(new Range(0, 0, document.lineCount, 0)), text);
    }
  }
  return edit;
}
