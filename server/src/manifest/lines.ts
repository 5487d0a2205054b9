/** Offsets at which lines start; `\n`, `\r\n` and a lone `\r` end a line, as in LSP. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (unit === 10 || unit === 13) starts.push(i + 1);
  }
  return starts;
}

/** The line (from 0) that holds an offset. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and UTF-16 column of an offset, both from 0. */
export function positionAt(
  lineStarts: readonly number[],
  offset: number,
): { line: number; character: number } {
  const line = lineAt(lineStarts, offset);
  return { line, character: offset - (lineStarts[line] ?? 0) };
}

/** The text of a line without its end. */
export function lineText(text: string, lineStarts: readonly number[], line: number): string {
  const start = lineStarts[line];
  if (start === undefined) return '';
  return text.slice(start, lineStarts[line + 1] ?? text.length).replace(/[\r\n]+$/, '');
}
