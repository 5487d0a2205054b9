import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { INTENSITY } from '../supervision/restartIntensity.ts';
import { Supervisor } from '../supervision/supervisor.ts';
import type { CallRecord } from './callRecord.ts';

/** The file that is written to. */
export const CALL_LOG = 'calls.jsonl';

/** A file of this size is put aside, in bytes. */
const MAX_SIZE = 16 * 1024 * 1024;
/** So many are kept beside the one that is written to, for so long, in milliseconds. */
const MAX_FILES = 20;
const MAX_AGE = 90 * 24 * 3_600_000;
/** Where records cannot be written as fast as they come, no more than this are held in memory. */
const MAX_WAITING = 10_000;

/** Names of the files that were put aside; in their order they are as old as they sort. */
export const PUT_ASIDE = /^calls-\d{8}T\d{9}Z-\d+\.jsonl$/;

/**
 * Every call as a line of JSON in a file, which several gateways may share. A call does not wait for its line: one that
 * is killed may leave the last few out. Where lines cannot be written they wait until they can, as many as fit.
 */
export class CallLog {
  readonly #folder: string;
  readonly #path: string;
  readonly #onerror: (error: Error) => void;
  readonly supervisor = new Supervisor({ id: 'call log', intensity: INTENSITY });
  readonly #writer = this.supervisor.child({
    id: 'writer',
    title: 'The log of calls',
    policy: () => 'permanent',
    start: (ended) => this.#begin(ended),
    stop: async () => {},
  });
  #waiting: string[] = [];
  #dropped = 0;
  #isFailing = false;
  #writing: Promise<void> | undefined;

  /**
   * @param folder made when first needed; only this user may read in it
   * @param onerror told when lines can no longer be written, once until they can
   */
  constructor(folder: string, onerror: (error: Error) => void) {
    this.#folder = folder;
    this.#path = join(folder, CALL_LOG);
    this.#onerror = onerror;
  }

  /** Never throws. */
  append(record: CallRecord): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(JSON.stringify(record));
    this.#writeSoon();
  }

  /** Resolves when all is written that was there, as far as it can be now. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.supervisor.remove();
  }

  async #begin(ended: (reason: string) => void): Promise<{ failed: (reason: string) => void }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (this.#waiting.length > 0) setImmediate(() => this.#writeSoon());
    return { failed: ended };
  }

  #writeSoon(): void {
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    // What comes in the same turn goes together.
    await Promise.resolve();
    try {
      const { failed } = await this.#writer.use();
      while (this.#waiting.length > 0) {
        await this.#writeAll().catch((error: Error) => {
          failed(error.message);
          throw error;
        });
      }
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#onerror(error as Error);
      this.#isFailing = true;
    } finally {
      // In the turn in which nothing was waiting: whatever comes later begins anew.
      this.#writing = undefined;
    }
  }

  async #writeAll(): Promise<void> {
    const lines = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#dropped = 0;
    const missing = dropped > 0 ? [JSON.stringify({ at: new Date().toISOString(), dropped })] : [];
    try {
      await this.#rotate();
      await appendFile(this.#path, `${[...lines, ...missing].join('\n')}\n`, { mode: 0o600 });
    } catch (error) {
      this.#waiting = [...lines, ...this.#waiting];
      this.#dropped += dropped;
      throw error;
    }
  }

  async #rotate(): Promise<void> {
    const { size } = await stat(this.#path).catch(() => ({ size: 0 }));
    if (size === 0) await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (size < MAX_SIZE) return;
    const now = new Date().toISOString().replace(/[-:.]/g, '');
    // Where another gateway was quicker this is the file that it has begun since, which does no harm.
    await rename(this.#path, join(this.#folder, `calls-${now}-${process.pid}.jsonl`)).catch(() => {});
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const old = (await readdir(this.#folder))
      .filter((name) => PUT_ASIDE.test(name))
      .sort()
      .reverse();
    for (const [index, name] of old.entries()) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (index >= MAX_FILES || Date.now() - mtimeMs > MAX_AGE) await rm(path, { force: true });
    }
  }
}
