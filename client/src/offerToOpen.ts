import { type Uri, window } from 'vscode';

/** Says that a file was written, and opens it for whoever wants to see it. */
export async function offerToOpen(file: Uri): Promise<void> {
  const open = 'Open';
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if ((await window.showInformationMessage(`${name} was written.`, open)) === open)
    await window.showTextDocument(file);
}
