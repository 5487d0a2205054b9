import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { BUILD } from '../catalog/build.ts';
import { CacheFile } from '../catalog/cacheFile.ts';
import { decodeRecords } from '../catalog/cacheFormat.ts';
import { decodeManifest } from '../catalog/decode.ts';
import { DEFAULT_EXCLUDES, findManifests, readBytesNow } from '../catalog/files.ts';
import { atOnce } from '../catalog/slices.ts';
import { type TakenFile, WorkspaceFiles } from '../catalog/workspaceFiles.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest, refusedFile } from '../manifest/parse.ts';
import { reasonOf, type UnusableFile } from './unusable.ts';
import { UsageError } from './usage.ts';

/** A file that is reported on. */
export interface LintedFile {
  /** Absolute. */
  path: string;
  /** Under which the index knows it. */
  uri: string;
  /** Relative to the working directory, with `/`. */
  file: string;
  /** Relative to the root of its workspace, with `/`: what `Policy.ignore` looks at. */
  inRoot: string;
  hasBom: boolean;
  /** It is no text; its only finding says why. */
  refused: boolean;
  /** It came on standard input: there is no file to fix. */
  isStdin?: true;
}

/** A manifest that is piped in. */
export interface StandardInput {
  /** Where it belongs, relative to the working directory. */
  name: string;
  read(): Promise<Uint8Array>;
}

export interface CliWorkspace {
  index: WorkspaceIndex;
  files: WorkspaceFiles;
  /** Where to keep what is learnt of it. */
  cache?: CacheFile;
  linted: LintedFile[];
  unreadable: UnusableFile[];
}

/** What marks the root of a workspace, for a run that is given single files (decision 28). */
const ROOT_MARKS = ['.heady', 'heady.yaml', '.git'];

/**
 * Reads the workspaces of the given paths: everything for facts, what lies under the paths to be reported.
 *
 * @param cacheFolder of what earlier runs kept; absent: nothing is kept
 * @throws {UsageError} for a path that does not exist
 */
export async function openWorkspace(
  paths: readonly string[],
  cwd: string,
  stdin?: StandardInput,
  cacheFolder?: string,
): Promise<CliWorkspace> {
  const onDisk = paths.filter((path) => path !== '-');
  const given = (await Promise.all(onDisk.map((path) => locate(path, cwd)))).flat();
  const chosen = new Set<string>();
  /** Every file with the root of its workspace; where the given paths overlap, the outermost. */
  const all = new Map<string, string>();
  const add = (file: string, root: string) => {
    if (root.length < (all.get(file)?.length ?? Number.POSITIVE_INFINITY)) all.set(file, root);
  };
  const roots = new Map<string, Promise<string[]>>();
  for (const { path, isFolder } of given) {
    const root = isFolder ? path : rootOf(path);
    const found = roots.get(root) ?? findManifests(root);
    roots.set(root, found);
    const inRoot = await found;
    for (const each of inRoot) add(each, root);
    for (const each of isFolder ? inRoot : [path]) {
      chosen.add(each);
      add(each, root);
    }
  }
  const index = new WorkspaceIndex();
  const files = new WorkspaceFiles(index);
  const workspace: CliWorkspace = { index, files, linted: [], unreadable: [] };
  if (cacheFolder && all.size > 0) {
    workspace.cache = new CacheFile(cacheFolder, [...roots.keys()].sort());
    const bytes = workspace.cache.readNow();
    const records = bytes && atOnce(decodeRecords(bytes, BUILD));
    if (records) files.recall(records);
  }
  const here = cwd.split(sep).join('/');
  for (const [path, status] of distinctFiles([...all.keys()].sort(), chosen)) {
    const root = all.get(path) ?? here;
    const file = relativeTo(here, path);
    try {
      const { hasBom, refusal } = takeFile(files, path, status);
      if (!chosen.has(path)) continue;
      const inRoot = relativeTo(root, path);
      workspace.linted.push({ path, uri: path, file, inRoot, hasBom, refused: refusal !== undefined });
    } catch (error) {
      if (chosen.has(path)) workspace.unreadable.push({ file, reason: reasonOf(error, 'read') });
    }
  }
  files.forgetOthers();
  if (stdin && onDisk.length < paths.length) await addStandardInput(workspace, cwd, stdin);
  return workspace;
}

/** Takes a file into the index. @throws what the file system throws */
function takeFile(files: WorkspaceFiles, path: string, known?: Stats): TakenFile {
  const now = Date.now();
  const status = known ?? statSync(path);
  return (
    files.takeUnchanged(path, path, status) ?? files.take(path, path, readBytesNow(path, status), status, now)
  );
}

/**
 * One path for each file on disk, the chosen one where links give it several: a file is no duplicate of itself. With
 * what the file system says of it, where it was asked.
 */
function distinctFiles(
  paths: readonly string[],
  chosen: ReadonlySet<string>,
): (readonly [path: string, status: Stats | undefined])[] {
  const byFile = new Map<string, readonly [string, Stats | undefined]>();
  const folders = new Map<string, string>();
  for (const path of paths) {
    const [file, status] = realPath(path, folders);
    const known = byFile.get(file);
    if (known === undefined || (chosen.has(path) && !chosen.has(known[0]))) byFile.set(file, [path, status]);
  }
  return [...byFile.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param folders real paths of the folders that were asked for before: a workspace has far fewer of them than files */
function realPath(path: string, folders: Map<string, string>): readonly [path: string, status?: Stats] {
  try {
    const status = lstatSync(path);
    if (status.isSymbolicLink()) return [realpathSync(path)];
    const name = path.lastIndexOf('/');
    const folder = path.slice(0, name);
    const real = folders.get(folder) ?? realpathSync(folder || '/');
    folders.set(folder, real);
    return [real + path.slice(name), status];
  } catch {
    // What leads nowhere is told when it is read.
    return [path];
  }
}

/** `relative`, at a glance for a file below the folder. Both with `/`. */
function relativeTo(folder: string, file: string): string {
  return file.startsWith(`${folder}/`)
    ? file.slice(folder.length + 1)
    : relative(folder, file).split(sep).join('/');
}

/** The manifest on standard input takes the place of the file it is named after, amid that file's workspace. */
async function addStandardInput(
  workspace: CliWorkspace,
  cwd: string,
  { name, read }: StandardInput,
): Promise<void> {
  const path = resolve(cwd, name).split(sep).join('/');
  const root = rootOf(path);
  for (const each of await findManifests(root)) {
    if (each === path || workspace.index.file(each)) continue;
    try {
      takeFile(workspace.files, each);
    } catch {
      // What cannot be read says nothing; it is not what was asked about.
    }
  }
  const decoded = decodeManifest(await read());
  const isText = 'text' in decoded;
  workspace.index.set(path, isText ? parseManifest(decoded.text) : refusedFile('', decoded.refusal));
  const [file, inRoot] = [relative(cwd, path), relative(root, path)].map((each) => each.split(sep).join('/'));
  const others = workspace.linted.filter((linted) => linted.uri !== path);
  const linted = {
    path,
    uri: path,
    file: file ?? name,
    inRoot: inRoot ?? name,
    hasBom: false,
    refused: !isText,
    isStdin: true as const,
  };
  workspace.linted = [...others, linted];
}

interface Located {
  path: string;
  isFolder: boolean;
}

/** What a path or a glob names. */
async function locate(path: string, cwd: string): Promise<Located[]> {
  const absolute = resolve(cwd, path);
  try {
    return [{ path: absolute.split(sep).join('/'), isFolder: (await stat(absolute)).isDirectory() }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new UsageError(`${path}: ${reasonOf(error, 'read')}`);
  }
  const matches = isDynamicPattern(path) ? await matching(path, cwd) : [];
  if (matches.length === 0) throw new UsageError(`${path}: no such file or folder.`);
  return matches;
}

async function matching(pattern: string, cwd: string): Promise<Located[]> {
  const files = await glob([pattern], {
    cwd,
    absolute: true,
    dot: true,
    onlyFiles: true,
    expandDirectories: false,
    ignore: [...DEFAULT_EXCLUDES],
  });
  return files.sort().map((path) => ({ path, isFolder: false }));
}

/** The nearest folder above a file that marks a workspace, else the file's own folder. */
function rootOf(file: string): string {
  return rootAbove(dirname(file)) ?? dirname(file);
}

/** The nearest folder that is marked as a workspace, this one or one above, and is none of `others`. */
export function rootAbove(start: string, others: readonly string[] = []): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (!others.includes(folder) && ROOT_MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
