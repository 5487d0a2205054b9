import { randomUUID } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type PinSet, PinsFileError, parsed, serialized } from './pinSet.ts';

/** Where a workspace keeps its pins, from its folder. */
export const PINS_FILE = '.heady/pins.json';

/** A lock that is older belongs to a process that was killed, in milliseconds. */
const LOCK_MAX_AGE = 10_000;
const LOCK_RETRY = 20;

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
    const release = await this.#lock();
    try {
      const before = await this.read();
      const after = edit(before);
      const text = serialized(after);
      if (text !== serialized(before)) await this.#write(text);
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

  async #write(text: string): Promise<void> {
    const temporary = `${this.path}.${randomUUID()}`;
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #lock(): Promise<() => Promise<void>> {
    const path = `${this.path}.lock`;
    for (;;) {
      try {
        await (await open(path, 'wx')).close();
        return () => rm(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const age = await stat(path).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > LOCK_MAX_AGE) await rm(path, { force: true });
      else await setTimeout(LOCK_RETRY);
    }
  }
}
