import { open, rm, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const RETRY = 20;

/**
 * Keeps a file to one process: by a file beside it, which whoever comes second waits for.
 *
 * @param path of the file, in a folder that is there
 * @param maxAge a lock that is older belongs to a process that was killed, in milliseconds
 * @returns lets it go
 */
export async function lockFile(path: string, maxAge: number): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > maxAge) await rm(lock, { force: true });
    else await setTimeout(RETRY);
  }
}
