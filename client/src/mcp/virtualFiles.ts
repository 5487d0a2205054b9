import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  type Uri,
} from 'vscode';

export interface VirtualFile {
  bytes: Uint8Array;
  /** When it was written, in milliseconds since 1970. */
  at: number;
}

/** Files on no disk, which come and go by what this extension does: nobody makes, moves or deletes one. */
export abstract class VirtualFiles<File extends VirtualFile> implements FileSystemProvider {
  readonly #changed = new EventEmitter<FileChangeEvent[]>();

  readonly onDidChangeFile = this.#changed.event;

  stat(uri: Uri): FileStat {
    if (this.isFolder(uri)) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, at } = this.file(uri);
    return { type: FileType.File, ctime: at, mtime: at, size: bytes.length };
  }

  readFile(uri: Uri): Uint8Array {
    return this.file(uri).bytes;
  }

  readDirectory(_: Uri): [string, FileType][] {
    return [];
  }

  watch(): Disposable {
    return { dispose: () => {} };
  }

  createDirectory(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri, _: Uint8Array): void {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** @throws {FileSystemError} for what is left of an earlier window */
  protected file(uri: Uri): File {
    const file = this.find(uri);
    if (file) return file;
    throw FileSystemError.FileNotFound(uri);
  }

  protected abstract find(uri: Uri): File | undefined;

  protected abstract isFolder(uri: Uri): boolean;
}
