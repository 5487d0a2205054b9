import type { ManifestDocument, Suppression } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Path } from '../manifest/tree.ts';
import { factsIn } from './documentFacts.ts';
import { type Excerpt, excerptOf, isJson } from './excerpt.ts';
import { lineLengthsOf } from './lineLengths.ts';

/** What is kept of a document that is not open, instead of its text and tree. Plain data, short enough for thousands. */
export interface DocumentSummary {
  /** Where its text starts in the file. */
  offset: number;
  firstLine: number;
  /** What findings in other documents depend on. */
  facts: Excerpt;
  /** What lists show of it. */
  shown: Excerpt;
  /** See `lineLengths.ts`. */
  lines: string;
  /** Place of `metadata.name`. */
  nameSpan: [start: number, end: number];
  suppressions?: readonly Suppression[];
  isBroken?: true;
  isNoMap?: true;
}

/** What lists show of documents, beside their facts. */
const SHOWN: readonly Path[] = [
  ['metadata', 'title'],
  ['metadata', 'description'],
];

const NAME: Path = ['metadata', 'name'];

/** Whether the value at a path is among what lists show. */
export function isShown(path: Path): boolean {
  return SHOWN.some((field) => field.every((step, i) => step === path[i]));
}

export function isName(path: Path): boolean {
  return path.length === NAME.length && NAME.every((step, i) => step === path[i]);
}

/** Summaries of a file's documents; undefined where one of them cannot be summed up, which is rare. */
export function summarize(file: ManifestFile): DocumentSummary[] | undefined {
  const summaries: DocumentSummary[] = [];
  for (const { offset, firstLine, document } of file.documents) {
    const summary = summarizeDocument(document);
    if (!summary) return undefined;
    summaries.push({ offset, firstLine, ...summary });
  }
  return summaries;
}

function summarizeDocument(
  document: ManifestDocument,
): Omit<DocumentSummary, 'offset' | 'firstLine'> | undefined {
  const [facts, shown] = [factsIn(document), excerptOf(document, SHOWN)];
  const lines = lineLengthsOf(document.lineStarts);
  if (lines === undefined || !isJson(facts) || !isJson(shown)) return undefined;
  const { start, end } = document.place(NAME);
  return {
    facts,
    shown,
    lines,
    nameSpan: [start, end],
    ...(document.suppressions.length ? { suppressions: document.suppressions } : {}),
    ...(document.broken ? { isBroken: true } : {}),
    ...(document.isMap ? {} : { isNoMap: true }),
  };
}
