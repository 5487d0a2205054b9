import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Terminal } from './terminal.ts';
import { reasonOf } from './unusable.ts';
import { UsageError } from './usage.ts';
import { writePatiently } from './writePatiently.ts';

/** Where something long is written, a piece at a time. */
export interface Output {
  /** @returns whether anybody still reads */
  write(text: string): Promise<boolean>;
  /** Once this resolves it is on disk. */
  finish(): Promise<void>;
  /** Leaves nothing that could be taken for the whole. */
  abandon(): Promise<void>;
}

/**
 * @param path undefined: standard output
 * @throws {UsageError} where there is something of that name already, or it cannot be written
 */
export async function openOutput(path: string | undefined, terminal: Terminal): Promise<Output> {
  if (path === undefined) {
    const write = (text: string) => writePatiently(terminal.stdout, text);
    return { write, finish: async () => {}, abandon: async () => {} };
  }
  const file = resolve(terminal.cwd(), path);
  const handle = await open(file, 'wx', 0o600).catch((error) => {
    if (error.code === 'EEXIST')
      throw new UsageError(`${path}: there is such a file already. Name another one.`);
    throw new UsageError(`${path}: ${reasonOf(error, 'change')}`);
  });
  return {
    write: async (text) => {
      await handle.appendFile(text);
      return true;
    },
    finish: async () => {
      await handle.sync();
      await handle.close();
    },
    abandon: async () => {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}
