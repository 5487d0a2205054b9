import type { ManifestFile } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import { manifestOf, readBytesNow } from './files.ts';

/** Text (UTF-16 units) of the files that are kept: their trees take some ten times as much memory. */
const MOST_TEXT = 30_000;

/**
 * The closed files that were looked into last, parsed. Each is read again when it is looked into after it had to give
 * way, or after it was forgotten.
 */
export class RecentFiles {
  readonly #files = new Map<string, ManifestFile>();
  #length = 0;

  /** The file at a path, read anew unless it is kept; empty where it cannot be read any more. */
  read(path: string): ManifestFile {
    const kept = this.#files.get(path);
    const file = kept ?? readNow(path);
    this.forget(path);
    this.#files.set(path, file);
    this.#length += file.text.length;
    for (const [oldest] of this.#files) {
      if (this.#length <= MOST_TEXT || oldest === path) break;
      this.forget(oldest);
    }
    return file;
  }

  /** The file changed, or somebody opened it. */
  forget(path: string): void {
    this.#length -= this.#files.get(path)?.text.length ?? 0;
    this.#files.delete(path);
  }
}

function readNow(path: string): ManifestFile {
  try {
    return manifestOf(readBytesNow(path)).file;
  } catch {
    return parseManifest('');
  }
}
