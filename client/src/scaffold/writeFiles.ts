import { Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { ScaffoldPreview } from '../../../server/src/protocol.ts';

/**
 * Writes the files as one edit that can be undone, and opens the first. Whatever is there already stays as it is.
 *
 * @throws {Error} in words for people when they could not be written; then none was
 */
export async function writeFiles({ files }: ScaffoldPreview): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { uri, text } of files)
    edit.createFile(Uri.parse(uri), { overwrite: false, contents: new TextEncoder().encode(text) });
  if (!(await workspace.applyEdit(edit))) {
    const paths = files.map(({ relativePath }) => relativePath).join(', ');
    throw new Error(
      `${paths} could not be written. Either it exists by now, or its folder is not writable; nothing was changed.`,
    );
  }
  const [first] = files;
  if (first) await window.showTextDocument(Uri.parse(first.uri), { preview: false });
}
