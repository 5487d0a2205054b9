import { chmod, stat } from 'node:fs/promises';
import { Disposable, type TextDocument, type Uri, window, workspace } from 'vscode';
import { wordsOf } from '../../failures.ts';
import { isSameText } from './sameText.ts';

/** A file that was written over: a text in its document, anything else on the disk. */
export type Replaced = ReplacedText | ReplacedBytes;

interface ReplacedText {
  uri: Uri;
  before: string;
  after: string;
}

export interface ReplacedBytes {
  uri: Uri;
  bytes: Uint8Array;
  /** Permissions, where the file system has them. */
  mode?: number;
}

/** What lies at a place now, before it is written over. */
export async function replacedBytes(uri: Uri): Promise<ReplacedBytes> {
  const bytes = await workspace.fs.readFile(uri);
  if (uri.scheme !== 'file' || process.platform === 'win32') return { uri, bytes };
  return { uri, bytes, mode: (await stat(uri.fsPath)).mode & 0o777 };
}

/**
 * Sees to it that an undo of files that were written over is one on the disk, too. By itself the editor leaves a text
 * unsaved that it took back, and removes a file whose bytes were replaced.
 */
export class ReplacedFiles extends Disposable {
  /** What each text was before and after. */
  readonly #texts = new Map<string, string[]>();
  readonly #bytes = new Map<string, ReplacedBytes>();
  /** Files that a person is removing: of an undo the editor does not ask whether anybody minds. */
  readonly #unwanted = new Set<string>();
  readonly #subscription = Disposable.from(
    workspace.onDidChangeTextDocument(({ document, reason }) => {
      if (reason !== undefined) this.#save(document);
    }),
    // The undo opens a document that nobody had open; it may have changed before it is heard of.
    workspace.onDidOpenTextDocument((document) => {
      if (document.isDirty) this.#save(document);
    }),
    workspace.onWillDeleteFiles(({ files }) => {
      for (const uri of files) if (this.#bytes.has(uri.toString())) this.#unwanted.add(uri.toString());
    }),
    workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) void this.#restore(uri);
    }),
  );

  constructor() {
    super(() => this.#subscription.dispose());
  }

  watch(replaced: readonly Replaced[]): void {
    for (const file of replaced) {
      const key = file.uri.toString();
      if ('bytes' in file) this.#bytes.set(key, file);
      else this.#texts.set(key, [...(this.#texts.get(key) ?? []), file.before, file.after]);
    }
  }

  #save(document: TextDocument): void {
    const known = this.#texts.get(document.uri.toString());
    if (known?.some((text) => isSameText(text, document.getText()))) void document.save();
  }

  async #restore(uri: Uri): Promise<void> {
    const key = uri.toString();
    const file = this.#bytes.get(key);
    if (this.#unwanted.delete(key) || file === undefined) return;
    try {
      await workspace.fs.writeFile(uri, file.bytes);
      if (file.mode !== undefined) await chmod(uri.fsPath, file.mode);
    } catch (cause) {
      void window.showErrorMessage(
        `${workspace.asRelativePath(uri)} could not be restored: ${wordsOf(cause)}`,
      );
    }
  }
}
