import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { UpdatedFile } from '../../../../server/src/protocol/templateUpdate.ts';

/** The update as one edit, to be ticked in the editor's refactor preview, and taken back by one undo. */
export async function updateEdit(files: readonly UpdatedFile[], version: string): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { uri: place, does, isConflict, text, base64, note } of files) {
    const uri = Uri.parse(place);
    const label = isConflict ? 'Conflicts to settle' : `As of version ${version}`;
    const metadata = { needsConfirmation: true, label, ...(note !== undefined && { description: note }) };
    if (does === 'delete') edit.deleteFile(uri, { ignoreIfNotExists: true }, metadata);
    if (does === 'note') continue;
    const contents =
      text === undefined ? Buffer.from(base64 ?? '', 'base64') : new TextEncoder().encode(text);
    if (does === 'create') edit.createFile(uri, { overwrite: false, contents }, metadata);
    if (does !== 'replace') continue;
    if (text === undefined) edit.createFile(uri, { overwrite: true, contents }, metadata);
    else {
      const document = await workspace.openTextDocument(uri);
      edit.replace(uri, document.validateRange(new Range(0, 0, document.lineCount, 0)), text, metadata);
    }
  }
  return edit;
}
