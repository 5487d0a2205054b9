import type { Stats } from 'node:fs';

/**
 * What the file system says of a state of a file. The same stamp means the same bytes; with another one the file may
 * still be the same (a checkout that wrote it anew), and its content decides.
 */
export type FileStamp = readonly [size: number, mtimeMs: number, ctimeMs: number, inode: number];

/** Within this time of a change another one may leave no trace, in ms: file systems count time in steps of up to 2 s. */
const RACE = 2_500;

/**
 * The stamp of a file that was read after `status` was asked for; undefined where it changed so lately that it may
 * change again without showing it, as git does with its index ("racy git").
 *
 * @param now ms since 1970, from before the file was read
 */
export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats, now: number): FileStamp | undefined {
  return Math.max(mtimeMs, ctimeMs) > now - RACE ? undefined : [size, mtimeMs, ctimeMs, ino];
}

/** Whether a file is as it was when it was stamped. */
export function isUnchanged(stamp: FileStamp | undefined, { size, mtimeMs, ctimeMs, ino }: Stats): boolean {
  return (
    stamp !== undefined &&
    stamp[0] === size &&
    stamp[1] === mtimeMs &&
    stamp[2] === ctimeMs &&
    stamp[3] === ino
  );
}
