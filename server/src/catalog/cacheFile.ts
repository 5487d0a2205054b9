import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Caches that nobody used for so long are deleted, in ms. */
const MAX_AGE = 30 * 24 * 3_600_000;
/** What a run that was killed left half-written is deleted after this time, in ms. */
const MAX_AGE_OF_HALVES = 3_600_000;
/** All caches of a folder together; beyond it the ones unused for longest go. In bytes. */
const MAX_SIZE = 256 * 1024 * 1024;
/** How often it is noted that a cache is used, in ms. */
const TOUCH_INTERVAL = 24 * 3_600_000;

const NAME = /^[0-9a-f]{40}\.cache(\.[0-9a-f-]+)?$/;

/**
 * The cache of one workspace: a file in a folder of its own kind. A cache is a convenience: what cannot be read is not
 * there, and what cannot be written is not written. Nothing here throws.
 */
export class CacheFile {
  readonly #folder: string;
  readonly #path: string;

  /** @param workspace what tells it from other workspaces, such as its roots */
  constructor(folder: string, workspace: readonly string[]) {
    const key = createHash('sha1').update(JSON.stringify(workspace)).digest('hex');
    this.#folder = folder;
    this.#path = join(folder, `${key}.cache`);
  }

  async read(): Promise<Uint8Array | undefined> {
    return await readFile(this.#path).catch(() => undefined);
  }

  /** `read` for who has nothing else to do meanwhile. */
  readNow(): Uint8Array | undefined {
    try {
      return readFileSync(this.#path);
    } catch {
      return undefined;
    }
  }

  /** All or nothing: whoever reads meanwhile, or after a crash, finds the old content or the new one. */
  async write(chunks: readonly Uint8Array[]): Promise<void> {
    const temporary = `${this.#path}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const file = await open(temporary, 'wx', 0o600);
      try {
        for (const chunk of chunks) await file.writeFile(chunk);
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
      await this.#prune();
    } catch {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  /** Notes that it is still of use. */
  async touch(): Promise<void> {
    try {
      const now = new Date();
      const { mtimeMs } = await stat(this.#path);
      if (now.getTime() - mtimeMs > TOUCH_INTERVAL) await utimes(this.#path, now, now);
    } catch {
      // Gone, or not ours: then it is as if unused.
    }
  }

  async #prune(): Promise<void> {
    const now = Date.now();
    const files: { path: string; age: number; size: number }[] = [];
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      if (!NAME.test(name) || path === this.#path) continue;
      const { mtimeMs, size } = await stat(path);
      files.push({ path, size, age: now - mtimeMs });
    }
    let room = MAX_SIZE - (await stat(this.#path)).size;
    for (const { path, age, size } of files.sort((a, b) => a.age - b.age)) {
      room -= size;
      const limit = path.endsWith('.cache') ? MAX_AGE : MAX_AGE_OF_HALVES;
      if (age > limit || room < 0) await rm(path, { force: true });
    }
  }
}
