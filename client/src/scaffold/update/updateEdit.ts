import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { UpdatedFile } from '../../../../server/src/protocol/templateUpdate.ts';
import { type Replaced, replacedBytes } from '../write/replacedFiles.ts';

/** The update as one edit, which one undo takes back, and what is written over by it. */
export async function updateEdit(
  files: readonly UpdatedFile[],
): Promise<{ edit: WorkspaceEdit; replaced: Replaced[] }> {
  const edit = new WorkspaceEdit();
  const replaced: Replaced[] = [];
  for (const { uri: place, does, text, base64 } of files) {
    const uri = Uri.parse(place);
    if (does === 'delete') edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (does === 'delete' || does === 'note') continue;
    const contents =
      text === undefined ? Buffer.from(base64 ?? '', 'base64') : new TextEncoder().encode(text);
    if (does === 'create') edit.createFile(uri, { overwrite: false, contents });
    else if (text === undefined) {
      replaced.push(await replacedBytes(uri));
      edit.createFile(uri, { overwrite: true, contents });
    } else {
      const document = await workspace.openTextDocument(uri);
      replaced.push({ uri, before: document.getText(), after: text });
      edit.replace(uri, document.validateRange(new Range(0, 0, document.lineCount, 0)), text);
    }
  }
  return { edit, replaced };
}
