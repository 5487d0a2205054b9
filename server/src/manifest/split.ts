/** Where the text of one YAML document lies in its file. */
export interface Chunk {
  offset: number;
  text: string;
}

// No `^`: to it U+2028 starts a line as well, to YAML it does not.
const MARKER = /(?<![^\r\n])(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;

const DIRECTIVE = /(?<![^\r\n])%/;

/**
 * Splits a file at its document markers. A marker at the start of a line always ends the document, even within an
 * unclosed quote, so that one broken document never hides its neighbours. Directives stay with the document
 * whose `---` follows them.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  const withDirectives = text.includes('%') && DIRECTIVE.test(text);
  const cut = (end: number) => {
    if (end <= start) return;
    const chunk = text.slice(start, end);
    if (start === 0 && chunk.trim() === '') return;
    if (withDirectives && isPreamble(chunk)) return;
    chunks.push({ offset: start, text: chunk });
    start = end;
  };
  for (const match of text.matchAll(MARKER)) {
    if (match[0] === '---') cut(match.index);
    else cut(endOfLine(text, match.index));
  }
  if (start < text.length || chunks.length === 0) chunks.push({ offset: start, text: text.slice(start) });
  return chunks;
}

/** Only directives, comments and blanks: the document they speak of is still to come. */
function isPreamble(text: string): boolean {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  return lines.some((line) => line.startsWith('%')) && lines.every((line) => /^[%#]|^\s+#/.test(line));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
