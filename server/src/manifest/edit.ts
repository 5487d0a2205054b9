import type { Span } from './tree.ts';

/** Replaces [start, end) of the document's text. */
export interface Edit extends Span {
  newText: string;
}
