import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import { BUILD } from './build.ts';
import { CacheFile } from './cacheFile.ts';
import { decodeRecords, encodeRecords } from './cacheFormat.ts';
import type { Catalog } from './catalog.ts';
import { factsDigest } from './factsDigest.ts';
import { findManifests, readBytes } from './files.ts';
import type { Reports } from './reports.ts';
import { inSlices, Pacer } from './slices.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Files read at once: enough to hide the disk, few enough to leave descriptors to others. */
const CONCURRENCY = 16;

/** Quiet time after which what was learnt is written to the cache, in ms. */
const KEEP_DELAY = 3_000;

export interface LoaderParts {
  catalog: Catalog;
  /** What is found in the files: it is kept with them. */
  reports: Reports;
  /** Whether the editor has a file open: then it is the editor's to say what it holds. */
  isOpen: (uri: string) => boolean;
  /** Folder of what is kept of workspaces from one start to the next; absent: nothing is. */
  cacheFolder?: string | undefined;
}

/**
 * Reads a workspace's manifests from disk into its index; open documents are left to the editor. It works in the
 * background: whoever asks the server something waits for a file or two at most.
 */
export class WorkspaceLoader {
  readonly #catalog: Catalog;
  readonly #index: WorkspaceIndex;
  readonly #reports: Reports;
  readonly #files: WorkspaceFiles;
  readonly #isOpen: (uri: string) => boolean;
  readonly #cacheFolder: string | undefined;
  #cache: { file: CacheFile; folders: string } | undefined;
  #keepTimer: NodeJS.Timeout | undefined;
  #keeping: Promise<void> = Promise.resolve();
  /** The latest reading of each file that is being read: an earlier one that comes in later is out of date. */
  readonly #readings = new Map<string, Promise<void>>();
  /** Files that exist and cannot be read, with the reason in words. */
  readonly unreadable = new Map<string, string>();

  constructor({ catalog, reports, isOpen, cacheFolder }: LoaderParts) {
    this.#catalog = catalog;
    this.#index = catalog.workspace;
    this.#reports = reports;
    this.#files = new WorkspaceFiles(catalog.workspace);
    this.#isOpen = isOpen;
    this.#cacheFolder = cacheFolder;
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
    const onDisk = folders.filter(isOnDisk);
    await this.#recall(onDisk, signal);
    const inFolders = onDisk.map((uri) => findManifests(URI.parse(uri).fsPath, exclude));
    const found = new Set((await Promise.all(inFolders)).flat());
    const release = this.#index.hold();
    try {
      await inSlices(this.#forgetAllBut([...found].slice(0, maxFiles)), signal);
      await this.#readAll([...found].slice(0, maxFiles), signal, onProgress);
    } finally {
      release();
    }
    const complete = !signal.aborted && found.size <= maxFiles && onDisk.length === folders.length;
    return { found: found.size, complete };
  }

  /** Takes over what was found in the files before. After `load`, once the catalog says that it is complete. */
  async recallReports(signal: AbortSignal): Promise<void> {
    const { stamp } = this.#reports;
    const facts = await inSlices(factsDigest(this.#catalog, []), signal);
    if (facts !== undefined && this.#reports.stamp === stamp)
      await inSlices(this.#files.recallReports(this.#reports, facts), signal);
    this.keepSoon();
  }

  /**
   * Reads files anew, after they changed on disk, were closed in the editor, or were deleted. What only the editor can
   * read is forgotten.
   */
  async refresh(uris: Iterable<string>): Promise<void> {
    const release = this.#index.hold();
    try {
      const pacer = new Pacer();
      await this.#each(uris, async (uri) => {
        if (this.#isOpen(uri)) return;
        if (isOnDisk(uri)) await this.#read(uri, URI.parse(uri).fsPath);
        else this.forget(uri);
        await pacer.turn();
      });
    } finally {
      release();
    }
    this.keepSoon();
  }

  /** Resolves when a file that is being read has been; undefined for others. */
  reading(uri: string): Promise<void> | undefined {
    return this.#readings.get(uri);
  }

  /** A file is gone; what is open lives on in the editor. */
  forget(uri: string): void {
    this.#readings.delete(uri);
    this.unreadable.delete(uri);
    this.#files.forget(uri);
    if (!this.#isOpen(uri)) this.#index.delete(uri);
  }

  /** Writes what was learnt to the cache when nothing more has been learnt for a while. */
  keepSoon(): void {
    clearTimeout(this.#keepTimer);
    if (this.#cache) this.#keepTimer = setTimeout(() => void this.keep(), KEEP_DELAY);
  }

  /** Writes what was learnt to the cache, if it is news; once what is being written is through. */
  async keep(): Promise<void> {
    clearTimeout(this.#keepTimer);
    this.#keeping = this.#keeping.then(() => this.#keepNow());
    await this.#keeping;
  }

  async #keepNow(): Promise<void> {
    const file = this.#cache?.file;
    if (!file || !this.#catalog.isComplete) return;
    if (!this.#files.hasNews && !this.#reports.hasNews) return await file.touch();
    this.#files.hasNews = false;
    this.#reports.hasNews = false;
    const { stamp } = this.#reports;
    const facts = await inSlices(factsDigest(this.#catalog, []));
    const records = await inSlices(this.#files.record(this.#reports, facts ?? ''));
    // What changed meanwhile belongs to other facts.
    if (this.#reports.stamp !== stamp || !records) {
      this.#files.hasNews = true;
      return this.keepSoon();
    }
    const chunks = await inSlices(encodeRecords(records, BUILD));
    if (chunks) await file.write(chunks);
  }

  /** Leaves no timer behind, and what was learnt on disk. */
  async dispose(): Promise<void> {
    await this.keep();
    clearTimeout(this.#keepTimer);
  }

  async #recall(folders: readonly string[], signal: AbortSignal): Promise<void> {
    const key = [...folders].sort();
    if (this.#cacheFolder === undefined || this.#cache?.folders === key.join('\n')) return;
    const file = new CacheFile(this.#cacheFolder, key);
    this.#cache = { file, folders: key.join('\n') };
    const bytes = await file.read();
    const records = bytes && (await inSlices(decodeRecords(bytes, BUILD), signal));
    if (records) this.#files.recall(records);
  }

  *#forgetAllBut(paths: readonly string[]): Generator<void, void> {
    const uris = new Set<string>();
    for (const path of paths) {
      uris.add(uriOf(path));
      yield;
    }
    for (const uri of [...this.#index.uris, ...this.unreadable.keys(), ...this.#files.uris]) {
      if (!uris.has(uri)) this.forget(uri);
      yield;
    }
  }

  async #readAll(
    paths: readonly string[],
    signal: AbortSignal,
    onProgress: (read: number, toRead: number) => void,
  ): Promise<void> {
    const pacer = new Pacer();
    let read = 0;
    await this.#each(paths, async (path) => {
      if (signal.aborted) return;
      const uri = uriOf(path);
      if (!this.#isOpen(uri)) await this.#read(uri, path);
      onProgress(++read, paths.length);
      await pacer.turn();
    });
  }

  /** Does something with each of many, several at a time. */
  async #each<T>(all: Iterable<T>, run: (each: T) => Promise<void>): Promise<void> {
    const queue = all[Symbol.iterator]();
    const worker = async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) await run(next.value);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }

  #read(uri: string, path: string): Promise<void> {
    // The editor may have opened it meanwhile: what it shows wins.
    const isOutdated = () => this.#readings.get(uri) !== reading || this.#isOpen(uri);
    const reading = this.#readAndTake(uri, path, isOutdated).finally(() => {
      if (this.#readings.get(uri) === reading) this.#readings.delete(uri);
    });
    this.#readings.set(uri, reading);
    return reading;
  }

  async #readAndTake(uri: string, path: string, isOutdated: () => boolean): Promise<void> {
    try {
      const now = Date.now();
      const status = await stat(path);
      if (isOutdated()) return;
      let taken = this.#files.takeUnchanged(uri, path, status);
      if (!taken) {
        const bytes = await readBytes(path, status);
        if (isOutdated()) return;
        taken = this.#files.take(uri, path, bytes, status, now);
        this.#files.close(uri, path);
      }
      // Now, while nobody waits: whoever asks across files wants all of them.
      this.#index.file(uri);
      this.#say(uri, taken.refusal);
    } catch (error) {
      if (isOutdated()) return;
      this.forget(uri);
      this.#say(uri, reasonOf(error));
    }
  }

  #say(uri: string, reason: string | undefined): void {
    if (reason === undefined) this.unreadable.delete(uri);
    else this.unreadable.set(uri, reason);
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
