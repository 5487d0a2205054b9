import { createHash } from 'node:crypto';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Journal, readJournal } from './journal.ts';

const PREFIX = '.heady-staging-';
const NAME = /^\.heady-staging-(\d+)-[A-Za-z0-9]{6}$/;
const JOURNAL = 'journal.json';

/**
 * A folder beside what is written, in the same file system: new files wait in it, replaced ones are kept in it until all
 * is done. Its journal is what makes a run that was killed half way one that can be taken back.
 */
export class Staging {
  readonly #root: string;
  readonly #folder: string;

  private constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  static async open(root: string): Promise<Staging> {
    return new Staging(root, await mkdtemp(join(root, `${PREFIX}${process.pid}-`)));
  }

  /** Those of runs that are gone: killed, or on a machine that was switched off. */
  static async leftBehind(root: string): Promise<Staging[]> {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && isLeftBehind(entry.name))
      .map(({ name }) => new Staging(root, join(root, name)));
  }

  /** @param replaced path of the file whose place it takes, and whose permissions it keeps but for that to be run */
  async stage(index: number, bytes: Uint8Array, executable: boolean, replaced?: string): Promise<void> {
    await writeFile(this.#new(index), bytes, { flag: 'wx', mode: executable ? 0o777 : 0o666, flush: true });
    if (replaced === undefined) return;
    const { mode } = await lstat(join(this.#root, replaced));
    const readers = mode & 0o666;
    await chmod(this.#new(index), executable ? readers | ((readers & 0o444) >> 2) : readers);
  }

  async begin(journal: Journal): Promise<void> {
    // Should the run be killed, nobody is to commit what it leaves.
    await writeFile(join(this.#folder, '.gitignore'), '*\n', { flag: 'wx' });
    const draft = join(this.#folder, 'draft.json');
    await writeFile(draft, JSON.stringify(journal), { flag: 'wx', flush: true });
    await rename(draft, join(this.#folder, JOURNAL));
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(join(this.#root, path));
  }

  /** Moves what is there out of the way. */
  async takeAway(index: number, path: string): Promise<void> {
    await rename(join(this.#root, path), join(this.#folder, `old-${index}`));
  }

  /** Puts the staged file in its place. @throws EEXIST where something is there, which stays as it is */
  async place(index: number, path: string): Promise<void> {
    const target = join(this.#root, path);
    try {
      await link(this.#new(index), target);
    } catch (error) {
      if (!hasNoLinks(error)) throw error;
      const { mode } = await lstat(this.#new(index));
      await writeFile(target, await readFile(this.#new(index)), { flag: 'wx', mode, flush: true });
    }
  }

  /**
   * Takes back all that the journal tells of and that came about; what somebody else wrote meanwhile stays.
   *
   * @returns whether there was anything that a reader of the folder could have seen
   * @throws {Error} in words where something of it stays behind, and where
   */
  async takeBack(): Promise<boolean> {
    const journal = await this.#journal();
    if (journal === undefined) {
      await this.end();
      return false;
    }
    for (const [index, file] of [...journal.files.entries()].reverse()) await this.#restore(index, file);
    for (const path of [...journal.folders].reverse())
      if (await this.#isWithin(path)) await rmdir(join(this.#root, path)).catch(() => {});
    await this.end();
    return true;
  }

  /** All is done: from here on nothing is taken back. */
  async end(): Promise<void> {
    await rm(join(this.#folder, JOURNAL), { force: true });
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #restore(index: number, { path, replaces, digest }: Journal['files'][number]): Promise<void> {
    const target = join(this.#root, path);
    const old = join(this.#folder, `old-${index}`);
    // What would be replaced and is not yet has not been touched, whatever it holds.
    if (replaces && !(await isFile(old))) return;
    if (!(await this.#isWithin(path)))
      throw new Error(
        `"${path}" leads out of the folder by a link${replaces ? `; what it held is in "${old}"` : ''}`,
      );
    const present = await bytesOf(target);
    if (present && digestOf(present) === digest) await rm(target);
    if (replaces) {
      if (await exists(target))
        throw new Error(`"${path}" was written by somebody else; what it held before is in "${old}"`);
      await mkdir(dirname(target), { recursive: true });
      await rename(old, target);
    }
  }

  async #journal(): Promise<Journal | undefined> {
    const bytes = await bytesOf(join(this.#folder, JOURNAL));
    return bytes && readJournal(bytes, this.#folder);
  }

  /** Whether the folder of a path, as far as it is there, is no link, nor lies behind one. */
  async #isWithin(path: string): Promise<boolean> {
    const root = await realpath(this.#root);
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const real = await realpath(join(root, folder)).catch(() => undefined);
      if (real !== undefined) return real === join(root, folder);
      // A link that leads nowhere yet would be a folder as soon as one is made.
      if (await exists(join(root, folder))) return false;
    }
    return true;
  }

  #new(index: number): string {
    return join(this.#folder, `new-${index}`);
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One that Heady made, by a run that is gone. */
function isLeftBehind(name: string): boolean {
  const pid = NAME.exec(name)?.[1];
  return pid !== undefined && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The file system knows no hard links. */
function hasNoLinks(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(code);
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  return await readFile(path).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/** A link that somebody put there is none of ours. */
async function isFile(path: string): Promise<boolean> {
  return await lstat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
