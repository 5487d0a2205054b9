/**
 * The line of a JSON text, written with an indent of two, in which something of it begins.
 *
 * @param where keys from the outside in, as `inputSchema.properties.path.description`; items of lists by their index
 * @returns counted from 0; the nearest around it where it cannot be told
 */
export function lineOf(text: string, where: string): number {
  const lines = text.split('\n');
  let [line, depth] = [0, 1];
  for (let rest = where; rest !== ''; depth++) {
    const found = stepInto(lines, line, depth, rest);
    if (!found) return line;
    [line, rest] = [found.line, found.rest];
  }
  return line;
}

/** A key may hold dots, so it is looked for by what the lines say. */
function stepInto(
  lines: readonly string[],
  from: number,
  depth: number,
  path: string,
): { line: number; rest: string } | undefined {
  const indent = '  '.repeat(depth);
  let index = 0;
  for (let line = from + 1; line < lines.length; line++) {
    const text = lines[line] ?? '';
    // Nothing of what is looked through stands further out.
    if (!text.startsWith(indent)) return undefined;
    if (text[indent.length] === ' ' || /^[\]}]/.test(text.slice(indent.length))) continue;
    const key = /^"((?:[^"\\]|\\.)*)": /.exec(text.slice(indent.length))?.[1];
    const name = key === undefined ? String(index++) : String(JSON.parse(`"${key}"`));
    if (path === name) return { line, rest: '' };
    if (path.startsWith(`${name}.`)) return { line, rest: path.slice(name.length + 1) };
  }
  return undefined;
}
