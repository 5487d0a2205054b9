import { createHash } from 'node:crypto';
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PREFIX = '.heady-staging-';
const JOURNAL = 'journal.json';

/** What a run is about to do, in order, so that it can be taken back though the run is gone. */
interface Journal {
  /** Folders that are made, outer ones first. */
  folders: string[];
  /**
   * In the order of their numbers: `new-<number>` is staged, what was there before is moved to `old-<number>`. The
   * digest is of the new content; the staged file will not do, as the one put in place is the same, and may be edited.
   */
  files: { path: string; replaces: boolean; digest?: string }[];
}

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
    const names = await readdir(root).catch(() => []);
    return names
      .filter((name) => name.startsWith(PREFIX) && !isRunning(Number.parseInt(name.slice(PREFIX.length), 10)))
      .map((name) => new Staging(root, join(root, name)));
  }

  async stage(index: number, bytes: Uint8Array, executable: boolean): Promise<void> {
    await writeFile(this.#new(index), bytes, { flag: 'wx', mode: executable ? 0o777 : 0o666, flush: true });
  }

  async begin(journal: Journal): Promise<void> {
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
   */
  async takeBack(): Promise<boolean> {
    const journal = await this.#journal();
    if (journal === undefined) {
      await this.end();
      return false;
    }
    for (const [index, file] of [...journal.files.entries()].reverse()) await this.#restore(index, file);
    for (const path of [...journal.folders].reverse()) await rmdir(join(this.#root, path)).catch(() => {});
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
    if (replaces && !(await exists(old))) return;
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
    return bytes && (JSON.parse(bytes.toString()) as Journal);
  }

  #new(index: number): string {
    return join(this.#folder, `new-${index}`);
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
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

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
