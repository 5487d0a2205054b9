import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import { findManifests, readManifest } from './files.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Files read at once: enough to hide the disk, few enough to leave descriptors to others. */
const CONCURRENCY = 16;

/** Reads a workspace's manifests from disk into its index; open documents are left to the editor. */
export class WorkspaceLoader {
  readonly #index: WorkspaceIndex;
  readonly #isOpen: (uri: string) => boolean;
  /** Files that exist and cannot be read, with the reason in words. */
  readonly unreadable = new Map<string, string>();

  constructor(index: WorkspaceIndex, isOpen: (uri: string) => boolean) {
    this.#index = index;
    this.#isOpen = isOpen;
  }

  /**
   * Reads the manifests of the folders and forgets what is gone.
   *
   * @param folders URIs; those that are no folders of this disk are passed over
   * @param limits globs that are not read at all, and how many files are read at most
   * @param onProgress called with files read and files to read
   * @returns how many manifests there are, and whether all of them were read
   */
  async load(
    folders: readonly string[],
    { exclude, maxFiles }: { exclude: readonly string[]; maxFiles: number },
    signal: AbortSignal,
    onProgress: (read: number, toRead: number) => void,
  ): Promise<{ found: number; complete: boolean }> {
    const paths = folders.filter(isOnDisk).map((uri) => URI.parse(uri).fsPath);
    const found = new Set((await Promise.all(paths.map((path) => findManifests(path, exclude)))).flat());
    const uris = [...found].slice(0, maxFiles).map(uriOf);
    const known = new Set(uris);
    for (const uri of [...this.#index.uris]) {
      if (!known.has(uri) && !this.#isOpen(uri)) this.#index.delete(uri);
    }
    const queue = uris.values();
    let read = 0;
    const worker = async () => {
      for (const uri of queue) {
        if (signal.aborted) return;
        await this.refresh(uri);
        onProgress(++read, uris.length);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    const complete = !signal.aborted && found.size <= maxFiles && paths.length === folders.length;
    return { found: found.size, complete };
  }

  /**
   * Reads one file anew, after it changed on disk, was closed in the editor, or was deleted. What only the editor can
   * read is forgotten.
   */
  async refresh(uri: string): Promise<void> {
    if (this.#isOpen(uri)) return;
    if (!isOnDisk(uri)) return this.#index.delete(uri);
    try {
      const { file, refusal } = await readManifest(URI.parse(uri).fsPath);
      // The editor may have opened it meanwhile: what it shows wins.
      if (this.#isOpen(uri)) return;
      this.#index.set(uri, file);
      if (refusal) this.unreadable.set(uri, refusal);
      else this.unreadable.delete(uri);
    } catch (error) {
      if (this.#isOpen(uri)) return;
      this.#index.delete(uri);
      const reason = reasonOf(error);
      if (reason) this.unreadable.set(uri, reason);
      else this.unreadable.delete(uri);
    }
  }
}

/** Whether a URI names something that can be read here; others (`untitled:`, `vscode-vfs:`) the editor alone can read. */
export function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:');
}

/** The URI under which the editor knows a path. */
export function uriOf(path: string): string {
  return URI.parse(pathToFileURL(path).href).toString();
}

/** Why a file cannot be read; undefined where it is simply not there. */
function reasonOf(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'No permission to read this file.';
  if (code === 'ELOOP') return 'The file is a symbolic link that leads back to itself.';
  return message;
}
