import type { Edit } from './edit.ts';
import { blanksBefore, lineBreak } from './extents.ts';
import type { Surroundings } from './render.ts';
import type { Span } from './tree.ts';

/**
 * Puts one more part into a flow collection (`{ }` or `[ ]`), on a line of its own where the others have theirs.
 *
 * @param parts what is in it, in order
 * @returns undefined where the collection is empty but for a comment
 */
export function insertIntoFlow(
  text: string,
  collection: Span,
  parts: readonly Span[],
  part: string,
  place: 'first' | 'last',
  { indent, lineEnd }: Pick<Surroundings, 'indent' | 'lineEnd'>,
): Edit | undefined {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) {
    const [inner, end] = [collection.start + 1, collection.end - 1];
    if (/\S/.test(text.slice(inner, end))) return undefined;
    const newText = text[collection.start] === '{' ? ` ${part} ` : part;
    return { start: inner, end, newText };
  }
  const ownLines = blanksBefore(text, last.start) !== undefined;
  if (place === 'first') {
    const gap = ownLines ? lineEnd + indent : ' ';
    return { start: first.start, end: first.start, newText: `${part},${gap}` };
  }
  const start = last.end;
  const end = lineBreak(text, start);
  const rest = text.slice(start, end);
  if (ownLines && /^\s*,\s*(?:#.*)?$/.test(rest)) {
    return { start: end, end, newText: `${lineEnd}${indent}${part},` };
  }
  if (ownLines && /^\s*(?:#.*)?$/.test(rest)) {
    return { start, end, newText: `,${rest}${lineEnd}${indent}${part}` };
  }
  return { start, end: start, newText: `, ${part}` };
}
