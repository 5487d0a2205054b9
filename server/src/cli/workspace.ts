import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { decodeManifest } from '../catalog/decode.ts';
import { DEFAULT_EXCLUDES, findManifests, readManifest } from '../catalog/files.ts';
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
  linted: LintedFile[];
  unreadable: UnusableFile[];
}

/** What marks the root of a workspace, for a run that is given single files (decision 28). */
const ROOT_MARKS = ['.heady', 'heady.yaml', '.git'];

/**
 * Reads the workspaces of the given paths: everything for facts, what lies under the paths to be reported.
 *
 * @throws {UsageError} for a path that does not exist
 */
export async function openWorkspace(
  paths: readonly string[],
  cwd: string,
  stdin?: StandardInput,
): Promise<CliWorkspace> {
  const onDisk = paths.filter((path) => path !== '-');
  const given = (await Promise.all(onDisk.map((path) => locate(path, cwd)))).flat();
  const chosen = new Set<string>();
  /** Every file with the root of its workspace; where the given paths overlap, the outermost. */
  const all = new Map<string, string>();
  const add = (file: string, root: string) => {
    if (root.length < (all.get(file)?.length ?? Number.POSITIVE_INFINITY)) all.set(file, root);
  };
  for (const { path, isFolder } of given) {
    const root = isFolder ? path : rootOf(path);
    const inRoot = await findManifests(root);
    for (const each of inRoot) add(each, root);
    for (const each of isFolder ? inRoot : [path]) {
      chosen.add(each);
      add(each, root);
    }
  }
  const workspace: CliWorkspace = { index: new WorkspaceIndex(), linted: [], unreadable: [] };
  for (const path of await distinctFiles([...all.keys()].sort(), chosen)) {
    const root = all.get(path) ?? cwd;
    const file = relative(cwd, path).split(sep).join('/');
    try {
      const { file: manifest, hasBom, refusal } = await readManifest(path);
      workspace.index.set(path, manifest);
      if (chosen.has(path))
        workspace.linted.push({
          path,
          uri: path,
          file,
          inRoot: relative(root, path).split(sep).join('/'),
          hasBom,
          refused: refusal !== undefined,
        });
    } catch (error) {
      if (chosen.has(path)) workspace.unreadable.push({ file, reason: reasonOf(error, 'read') });
    }
  }
  if (stdin && onDisk.length < paths.length) await addStandardInput(workspace, cwd, stdin);
  return workspace;
}

/** One path for each file on disk, the chosen one where links give it several: a file is no duplicate of itself. */
async function distinctFiles(paths: readonly string[], chosen: ReadonlySet<string>): Promise<string[]> {
  const byFile = new Map<string, string>();
  for (const path of paths) {
    // What leads nowhere is told when it is read.
    const file = await realpath(path).catch(() => path);
    const known = byFile.get(file);
    if (known === undefined || (chosen.has(path) && !chosen.has(known))) byFile.set(file, path);
  }
  return [...byFile.values()].sort();
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
    // What cannot be read says nothing; it is not what was asked about.
    const other = await readManifest(each).catch(() => undefined);
    if (other) workspace.index.set(each, other.file);
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
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (ROOT_MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return dirname(file);
  }
}
