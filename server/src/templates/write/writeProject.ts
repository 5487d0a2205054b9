import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { judgePath, pathCollision } from '../../scaffold/paths.ts';
import { type FileChange, WriteError } from './fileChange.ts';
import { digestOf, Staging } from './staging.ts';

export interface Written {
  /** Made or replaced. */
  written: string[];
  removed: string[];
  /** There already, and left as they are. */
  kept: string[];
}

/** A change that there is something to do for. */
export type Due = FileChange & { isThere: boolean };

/**
 * Makes all of the changes below a folder, or none: whatever goes wrong half way is taken back, and what a killed run
 * left is by the next one (`takeBackInterrupted`). Nothing is written through a symbolic link.
 *
 * @param root an existing folder
 * @throws {WriteError} where it cannot be done as asked; then nothing was changed
 */
export async function writeProject(root: string, changes: readonly FileChange[]): Promise<Written> {
  const due = await checkWritable(root, changes);
  const kept = changes.filter(
    (change) => change.existing === 'keep' && !due.some(({ path }) => path === change.path),
  );
  const result: Written = { written: [], removed: [], kept: kept.map(({ path }) => path) };
  if (due.length === 0) return result;
  const folders = await missingFolders(root, due);
  const staging = await Staging.open(root).catch((error) => {
    throw new WriteError(`${root}: ${reasonOf(error)} Nothing was written.`);
  });
  try {
    for (const [index, change] of due.entries())
      if (!('remove' in change))
        await staging.stage(index, change.bytes, change.executable, change.isThere ? change.path : undefined);
    await staging.begin({ folders, files: due.map(journalled) });
    for (const folder of folders) await staging.makeFolder(folder);
    const realRoot = await realpath(root);
    for (const [index, change] of due.entries()) {
      await refuseLinkedFolder(root, realRoot, change.path);
      if (change.isThere) await staging.takeAway(index, change.path);
      if ('remove' in change) result.removed.push(change.path);
      else {
        await staging.place(index, change.path);
        result.written.push(change.path);
      }
    }
  } catch (error) {
    const undone = await staging.takeBack().then(
      () => 'Nothing was changed.',
      (failure: Error) => `Not all of it could be taken back: ${failure.message}.`,
    );
    throw new WriteError(`${reasonOf(error)} ${undone}`);
  }
  await staging.end();
  return result;
}

/**
 * Looks whether all of the changes can be made, as things are.
 *
 * @returns those that there is something to do for
 * @throws {WriteError} as `writeProject` would
 */
export async function checkWritable(root: string, changes: readonly FileChange[]): Promise<Due[]> {
  const paths = changes.map(({ path }) => path);
  const fault = paths.map(judgePath).find((each) => each !== undefined) ?? pathCollision(paths);
  if (fault !== undefined) throw new WriteError(`${fault}. Nothing was written.`);
  const due: Due[] = [];
  for (const change of changes) {
    const isThere = await isFileThere(root, change.path);
    if (isThere && change.existing === 'keep') continue;
    if (isThere) due.push({ ...change, isThere: await mayReplace(root, change) });
    else if (!('remove' in change)) due.push({ ...change, isThere });
  }
  return due;
}

/**
 * Takes back what runs that were killed half way left below the folder.
 *
 * @returns how many of them had changed something
 * @throws {WriteError} where one cannot be taken back, or was not Heady's
 */
export async function takeBackInterrupted(root: string): Promise<number> {
  let count = 0;
  try {
    for (const staging of await Staging.leftBehind(root)) if (await staging.takeBack()) count++;
  } catch (error) {
    throw new WriteError(`${reasonOf(error)} Nothing was written.`);
  }
  return count;
}

function journalled(change: Due) {
  const { path, isThere: replaces } = change;
  return { path, replaces, ...(!('remove' in change) && { digest: digestOf(change.bytes) }) };
}

/** @throws {WriteError} where a link, or something that is neither file nor folder, is in the way */
async function isFileThere(root: string, path: string): Promise<boolean> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const inside = parts.slice(0, depth).join('/');
    const status = await lstat(join(root, inside)).catch((error) => {
      if (error.code === 'ENOENT') return undefined;
      throw new WriteError(`"${inside}": ${reasonOf(error)} Nothing was written.`);
    });
    if (status === undefined) return false;
    if (status.isSymbolicLink())
      throw new WriteError(
        `"${inside}" is a symbolic link, which may lead anywhere. Nothing was written; remove it, or choose another folder.`,
      );
    if (depth < parts.length && !status.isDirectory())
      throw new WriteError(
        `"${inside}" is no folder, so "${path}" cannot lie in it. Nothing was written; move it, or choose another folder.`,
      );
    if (depth === parts.length && !status.isFile())
      throw new WriteError(`"${path}" is there and is no file. Nothing was written; move it.`);
  }
  return true;
}

/** @throws {WriteError} where it may not */
async function mayReplace(root: string, { path, existing = 'refuse' }: FileChange): Promise<true> {
  if (existing === 'refuse')
    throw new WriteError(`"${path}" exists already. Nothing was written; keep or overwrite it.`);
  if (typeof existing === 'object') {
    const bytes = await readFile(join(root, path));
    if (Buffer.compare(bytes, existing.holds) !== 0)
      throw new WriteError(`"${path}" was changed meanwhile. Nothing was written; try again.`);
  }
  return true;
}

/** Folders that are still to be made, outer ones first. */
async function missingFolders(root: string, due: readonly FileChange[]): Promise<string[]> {
  const folders = new Set<string>();
  for (const change of due) {
    if ('remove' in change) continue;
    const parts = change.path.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  const there = await Promise.all(
    [...folders].map((folder) =>
      lstat(join(root, folder)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return [...folders].filter((_, index) => !there[index]).sort((a, b) => a.length - b.length);
}

/** A folder could have become a link since it was looked at. @throws {WriteError} */
async function refuseLinkedFolder(root: string, realRoot: string, path: string): Promise<void> {
  const folder = dirname(path);
  if ((await realpath(join(root, folder))) !== join(realRoot, folder))
    throw new WriteError(`"${folder}" has become a symbolic link.`);
}

function reasonOf(error: unknown): string {
  if (error instanceof WriteError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'No permission to write there.';
  if (code === 'EROFS') return 'It lies on a read-only file system.';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'There is no space left.';
  if (code === 'EEXIST') return `Somebody else wrote there meanwhile (${message}).`;
  return message.endsWith('.') ? message : `${message}.`;
}
