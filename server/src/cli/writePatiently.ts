import type { Terminal } from './terminal.ts';

/**
 * Waits where the reader is slower than we are, so that what is written does not pile up in memory.
 *
 * @returns whether anybody still reads
 */
export async function writePatiently(stdout: Terminal['stdout'], text: string): Promise<boolean> {
  if (stdout.destroyed) return false;
  if (stdout.write(text) !== false) return true;
  return await new Promise((done) => {
    const settle = (isRead: boolean) => {
      stdout.off?.('drain', goOn);
      stdout.off?.('close', stop);
      done(isRead);
    };
    const goOn = () => settle(true);
    // Standard output is closed when it breaks, but never counts as destroyed.
    const stop = () => settle(false);
    stdout.once?.('drain', goOn);
    stdout.once?.('close', stop);
  });
}
