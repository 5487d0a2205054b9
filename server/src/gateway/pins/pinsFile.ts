import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lockFile } from '../files/lockFile.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { type PinSet, PinsFileError, parsed, serialized } from './pinSet.ts';

/** Where a workspace keeps its pins, from its folder. */
export const PINS_FILE = '.heady/pins.json';

/** A lock that is older belongs to a process that was killed, in milliseconds. */
const LOCK_MAX_AGE = 10_000;

/** How often it is looked whether somebody changed the file, in milliseconds. */
const WATCH_INTERVAL = 500;

/** A workspace's pins. Several processes may read and change them, and people edit them by way of git. */
export class PinsFile {
  readonly path: string;

  /** @param path absolute */
  constructor(path: string) {
    this.path = path;
  }

  /** @throws PinsFileError where it is broken; one that is not there is empty */
  async read(): Promise<PinSet> {
    try {
      return parsed(await readFile(this.path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      if (error instanceof PinsFileError) {
        throw new PinsFileError(
          `${this.path} cannot be used. ${error.message} Take it back from version control, or delete it and approve anew.`,
        );
      }
      throw error;
    }
  }

  /**
   * Changes it while nobody else does. Readers see the old content or the new one.
   *
   * @returns what it holds now
   * @throws PinsFileError where it is broken: then it is left as it is
   */
  async change(edit: (set: PinSet) => PinSet): Promise<PinSet> {
    await mkdir(dirname(this.path), { recursive: true });
    const release = await lockFile(this.path, LOCK_MAX_AGE);
    try {
      const before = await this.read();
      const after = edit(before);
      const text = serialized(after);
      if (text !== serialized(before)) await writeWhole(this.path, text);
      return after;
    } finally {
      await release();
    }
  }

  /** Calls back whenever the file was changed, by whomever. @returns ends that */
  watch(changed: () => void): () => void {
    const listener = () => changed();
    watchFile(this.path, { interval: WATCH_INTERVAL, persistent: false }, listener);
    return () => unwatchFile(this.path, listener);
  }
}
