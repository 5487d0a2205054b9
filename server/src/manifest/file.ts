import type { ManifestDocument } from './document.ts';
import { positionAt } from './lines.ts';
import type { Span } from './tree.ts';

/** A document and where its text starts in the file. */
export interface PlacedDocument {
  readonly offset: number;
  /** Line of the file, from 0, on which its text starts. */
  readonly firstLine: number;
  readonly document: ManifestDocument;
}

/** A manifest file: its documents in order. Documents that state nothing (only blanks and comments) are listed. */
export interface ManifestFile {
  readonly text: string;
  readonly documents: readonly PlacedDocument[];
}

/** A place in a file: lines and UTF-16 columns from 0. */
export interface FileRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** Where a span of a document's text lies in its file. */
export function rangeOf({ firstLine, document }: PlacedDocument, { start, end }: Span): FileRange {
  const from = positionAt(document.lineStarts, start);
  const to = end === start ? from : positionAt(document.lineStarts, end);
  return {
    start: { line: firstLine + from.line, character: from.character },
    end: { line: firstLine + to.line, character: to.character },
  };
}

/** The document that holds an offset of the file; the last one for an offset at its end. */
export function documentAt(file: ManifestFile, offset: number): PlacedDocument | undefined {
  return file.documents.findLast((placed) => placed.offset <= offset) ?? file.documents[0];
}
