import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { findManifests, readManifest } from '../catalog/files.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
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
}

export interface CliWorkspace {
  index: WorkspaceIndex;
  linted: LintedFile[];
  unreadable: { file: string; reason: string }[];
}

/** What marks the root of a workspace, for a run that is given single files (decision 28). */
const ROOT_MARKS = ['.heady', 'heady.yaml', '.git'];

/**
 * Reads the workspaces of the given paths: everything for facts, what lies under the paths to be reported.
 *
 * @throws {UsageError} for a path that does not exist
 */
export async function openWorkspace(paths: readonly string[], cwd: string): Promise<CliWorkspace> {
  const given = await Promise.all(paths.map((path) => locate(path, cwd)));
  const chosen = new Set<string>();
  /** Every file with the root of its workspace. */
  const all = new Map<string, string>();
  for (const { path, isFolder } of given) {
    const root = isFolder ? path : rootOf(path);
    const inRoot = await findManifests(root);
    for (const each of inRoot) all.set(each, root);
    for (const each of isFolder ? inRoot : [path]) {
      chosen.add(each);
      all.set(each, root);
    }
  }
  const workspace: CliWorkspace = { index: new WorkspaceIndex(), linted: [], unreadable: [] };
  for (const [path, root] of [...all].sort()) {
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
      if (chosen.has(path)) workspace.unreadable.push({ file, reason: reasonOf(error) });
    }
  }
  return workspace;
}

async function locate(path: string, cwd: string): Promise<{ path: string; isFolder: boolean }> {
  const absolute = resolve(cwd, path);
  try {
    return { path: absolute.split(sep).join('/'), isFolder: (await stat(absolute)).isDirectory() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError(`${path}: no such file or folder.`);
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}

/** The nearest folder above a file that marks a workspace, else the file's own folder. */
function rootOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (ROOT_MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return dirname(file);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it.';
  if (code === 'ELOOP') return 'it is a symbolic link that leads back to itself.';
  return /[.]$/.test(message) ? message : `${message}.`;
}
