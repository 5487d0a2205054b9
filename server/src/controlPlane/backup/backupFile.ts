import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StoreError } from '../store/store.ts';

/** More characters in one line are none of a backup. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** It holds what the catalog holds, and sealed secrets: for its owner alone. */
const MODE = 0o600;

/**
 * Writes a new file of this text, which is there when it is whole and on disk, or not at all.
 *
 * @throws StoreError where it cannot be written, and what `text` throws
 */
export async function writeBackup(
  path: string,
  text: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  const file = createWriteStream(partial, { mode: MODE, flush: true });
  const source = new Source(text);
  try {
    await pipeline(source.pieces(), createGzip(), file, { signal });
    assertFree(path);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    if (source.fault || signal.aborted || error instanceof StoreError) throw source.fault ?? error;
    throw new StoreError(`The backup ${path} cannot be written. ${(error as Error).message}`);
  }
}

/** Tells what goes wrong where the text comes from, from what goes wrong where it goes to. */
class Source {
  readonly #text: AsyncIterable<string>;
  fault: Error | undefined;

  constructor(text: AsyncIterable<string>) {
    this.#text = text;
  }

  async *pieces(): AsyncGenerator<string> {
    try {
      yield* this.#text;
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}

/** @throws StoreError where there is something already: a backup never takes the place of another */
export function assertFree(path: string): void {
  if (existsSync(path)) throw new StoreError(`${path} is there already. Give the backup another name.`);
}

/** The lines of a backup, without their ends. @throws StoreError */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const text = createGunzip().setEncoding('utf8');
  file.on('error', (error) => text.destroy(error)).pipe(text);
  let rest = '';
  try {
    for await (const chunk of text) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > LONGEST_LINE) throw new Error('one of its lines has no end');
    }
    if (rest !== '') throw new Error('its end is missing');
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    file.destroy();
  }
}

/** @param reason an error or words that follow "it is damaged" */
export function unreadable(path: string, reason: unknown): StoreError {
  if (reason instanceof Error && 'syscall' in reason) {
    return new StoreError(`The backup ${path} cannot be read. ${reason.message}`);
  }
  const words = reason instanceof Error ? reason.message : String(reason);
  return new StoreError(`${path} is no backup of a control plane, or it is damaged: ${words}.`);
}
