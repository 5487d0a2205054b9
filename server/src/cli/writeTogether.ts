import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

/** A file that is to be written. */
export interface NewFile {
  /** Absolute. */
  path: string;
  text: string;
  /** Something of this name may be replaced. */
  replaces: boolean;
}

/** Why nothing was written, in words for people. */
export class NotWritten extends Error {
  override name = 'NotWritten';
}

/**
 * Writes all files or none: when one cannot be, those before it are taken back, and so are the folders made for them.
 *
 * @param root no file goes anywhere else, whichever way links lead; it is made where it is missing
 * @throws {NotWritten}
 */
export async function writeTogether(root: string, files: readonly NewFile[]): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    await makeFolder(root, undo);
    const realRoot = await realpath(root);
    for (const file of files) await refuse(file, realRoot);
    const staged: { file: NewFile; temporary: string }[] = [];
    for (const file of files) {
      await makeFolder(dirname(file.path), undo);
      const temporary = join(dirname(file.path), `.${basename(file.path)}.${randomBytes(6).toString('hex')}`);
      undo.push(() => rm(temporary, { force: true }));
      await writeDurably(temporary, file.text);
      staged.push({ file, temporary });
    }
    for (const { file, temporary } of staged) await put(file, temporary, undo);
    for (const { temporary } of staged) await rm(temporary, { force: true });
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    if (error instanceof NotWritten) throw error;
    throw new NotWritten(`${(error as Error).message}. Nothing was written.`);
  }
}

/** Makes a folder and those above it; what was made is taken away again in the other order. */
async function makeFolder(folder: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  const made: string[] = [];
  for (let current = folder; current.length >= first.length; current = dirname(current)) made.push(current);
  undo.push(async () => {
    for (const each of made) await rmdir(each);
  });
}

/** A link on the way would lead the file elsewhere; one at its end would have another file written. */
async function refuse({ path, replaces }: NewFile, realRoot: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (status && !status.isFile()) throw new NotWritten(`${path} is no regular file. Nothing was written.`);
  if (status && !replaces) throw new NotWritten(`${path} exists by now. Nothing was written.`);
  const folder = await nearestRealFolder(dirname(path));
  const way = relative(realRoot, folder);
  if (way === '..' || way.startsWith(`..${sep}`)) {
    throw new NotWritten(`${path} leads out of ${realRoot} by a link. Nothing was written.`);
  }
}

async function nearestRealFolder(folder: string): Promise<string> {
  for (let current = folder; ; current = dirname(current)) {
    const real = await realpath(current).catch(() => undefined);
    if (real !== undefined || current === dirname(current)) return real ?? current;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function put(
  { path, text, replaces }: NewFile,
  temporary: string,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  const before = replaces ? await readFile(path).catch(() => undefined) : undefined;
  if (before !== undefined) {
    undo.push(() => writeFile(path, before));
    await rename(temporary, path);
    return;
  }
  // A link comes into being whole, and never in place of something.
  try {
    await link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new NotWritten(`${path} exists by now. Nothing was written.`);
    // Not every file system has links.
    await writeFile(path, text, { flag: 'wx' });
  }
  undo.push(() => rm(path, { force: true }));
}
