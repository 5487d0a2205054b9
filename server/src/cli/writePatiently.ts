import type { Terminal } from './lint.ts';

/**
 * Waits where the reader is slower than we are, so that what is written does not pile up in memory.
 *
 * @returns whether anybody still reads
 */
export async function writePatiently(stdout: Terminal['stdout'], text: string): Promise<boolean> {
  if (stdout.write(text) === false && !stdout.destroyed) {
    await new Promise<void>((done) => {
      const goOn = () => {
        stdout.off?.('drain', goOn);
        stdout.off?.('close', goOn);
        done();
      };
      stdout.once?.('drain', goOn);
      stdout.once?.('close', goOn);
    });
  }
  return stdout.destroyed !== true;
}
