import { Disposable, workspace } from 'vscode';
import { removeEmpty } from './takeBack.ts';
import type { Written } from './writeFiles.ts';

/**
 * Removes the folders that were made with files once an undo has removed these: the editor leaves them behind. A folder
 * into which something else was put stays.
 */
export class EmptyFolders extends Disposable {
  readonly #written: Written[] = [];
  readonly #subscription = workspace.onDidDeleteFiles(({ files }) => {
    const gone = new Set(files.map((uri) => uri.toString()));
    for (const { created, folders } of this.#written)
      if (created.some((uri) => gone.has(uri.toString()))) void removeEmpty(workspace.fs, folders);
  });

  constructor() {
    super(() => this.#subscription.dispose());
  }

  watch(written: Written): void {
    if (written.folders.length > 0) this.#written.push(written);
  }
}
