import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { ManifestFile, PlacedDocument } from '../manifest/file.ts';
import { lineAt, lineText } from '../manifest/lines.ts';
import { type ManifestNode, type Span, walk } from '../manifest/tree.ts';

/** What folds: documents where there are several, maps and lists and block texts over more than a line, comments. */
export function foldingRanges(file: ManifestFile): FoldingRange[] {
  return file.documents.flatMap((placed) => [
    ...(file.documents.length > 1 ? documentRange(placed) : []),
    ...valueRanges(placed),
    ...commentRanges(placed),
  ]);
}

function documentRange(placed: PlacedDocument): FoldingRange[] {
  return placed.document.isMap ? linesOf(placed, { start: 0, end: placed.document.text.length }) : [];
}

function valueRanges(placed: PlacedDocument): FoldingRange[] {
  const found: FoldingRange[] = [];
  for (const { node } of walk(placed.document.root)) {
    if (node.aliased) continue;
    if (node.type === 'sequence') for (const item of node.items) found.push(...foldable(placed, item, item));
    if (node.type !== 'map') continue;
    for (const { key, value } of node.entries) if (!key.aliased) found.push(...foldable(placed, key, value));
  }
  return found;
}

/** From the line where a key or item starts to the last line of its value. */
function foldable(placed: PlacedDocument, head: Span, value: ManifestNode): FoldingRange[] {
  if (value.aliased || (value.type === 'scalar' && value.style !== 'block')) return [];
  return linesOf(placed, { start: head.start, end: Math.max(head.end, value.end) });
}

function commentRanges(placed: PlacedDocument): FoldingRange[] {
  const { text, lineStarts } = placed.document;
  const found: FoldingRange[] = [];
  let first: number | undefined;
  for (let line = 0; line <= lineStarts.length; line++) {
    const isComment = line < lineStarts.length && /^\s*#/.test(lineText(text, lineStarts, line));
    if (isComment) first ??= line;
    else if (first !== undefined) {
      if (line - first > 1) {
        const [startLine, endLine] = [placed.firstLine + first, placed.firstLine + line - 1];
        found.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
      }
      first = undefined;
    }
  }
  return found;
}

/** Whole lines of a span, blank ones at its end left out; nothing where it is one line. */
function linesOf(
  { firstLine, document: { text, lineStarts } }: PlacedDocument,
  { start, end }: Span,
): FoldingRange[] {
  const last = start + text.slice(start, end).trimEnd().length;
  const [startLine, endLine] = [lineAt(lineStarts, start), lineAt(lineStarts, last)];
  return endLine > startLine ? [{ startLine: firstLine + startLine, endLine: firstLine + endLine }] : [];
}
