import type { FileHandle } from 'node:fs/promises';

/** Read at a time, in bytes. */
const CHUNK = 256 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines of a file from a place back to its start, the last one first, without what stands behind the last end of a
 * line: that is still being written.
 *
 * @param end in bytes from the file's start
 * @param chunk bytes read at a time
 * @returns with each line where it starts
 */
export async function* linesBackwards(
  file: Pick<FileHandle, 'read'>,
  end: number,
  chunk = CHUNK,
): AsyncGenerator<{ text: string; start: number }> {
  let position = end;
  /** What was read of lines whose start was not reached, the first piece first. */
  let pieces: Buffer[] = [];
  let isWhole = false;
  while (position > 0) {
    const length = Math.min(chunk, position);
    position -= length;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    let until = bytesRead;
    for (let at = buffer.lastIndexOf(NEWLINE, until - 1); at >= 0; at = buffer.lastIndexOf(NEWLINE, at - 1)) {
      const text = Buffer.concat([buffer.subarray(at + 1, until), ...pieces]).toString();
      if (isWhole) yield { text, start: position + at + 1 };
      isWhole = true;
      pieces = [];
      until = at;
      if (at === 0) break;
    }
    pieces.unshift(buffer.subarray(0, until));
  }
  if (isWhole) yield { text: Buffer.concat(pieces).toString(), start: 0 };
}
