import type { Span } from './tree.ts';

/** Replaces [start, end) of the document's text. */
export interface Edit extends Span {
  newText: string;
}

/** The text after edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => b.start - a.start || b.end - a.end).reverse();
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, newText } of inOrder) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
