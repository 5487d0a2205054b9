/** The first character that JSON writes as it is after the quotation mark: lengths count from it. */
const ZERO = '#'.charCodeAt(0);
/** Beyond it stand halves of characters, which no file can hold. */
const LAST = 0xd7ff;

/**
 * Where the lines of a text start, as a text with one character for each line but the last: a tenth of the memory that
 * a list of numbers takes. Undefined where a line is too long for it.
 */
export function lineLengthsOf(lineStarts: readonly number[]): string | undefined {
  let lengths = '';
  for (let line = 1; line < lineStarts.length; line++) {
    const code = ZERO + (lineStarts[line] ?? 0) - (lineStarts[line - 1] ?? 0);
    if (code > LAST) return undefined;
    lengths += String.fromCharCode(code);
  }
  return lengths;
}

/** The offsets that `lineLengthsOf` was given. */
export function lineStartsIn(lengths: string): number[] {
  const starts = [0];
  for (let i = 0; i < lengths.length; i++) starts.push((starts[i] ?? 0) + lengths.charCodeAt(i) - ZERO);
  return starts;
}
