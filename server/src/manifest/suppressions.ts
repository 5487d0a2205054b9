import type { Suppression } from './document.ts';
import { lineAt, lineText } from './lines.ts';
import { type ManifestNode, type Span, scalarsOf } from './tree.ts';

const COMMENT = /(?<=^|[ \t])#[ \t]*heady-ignore(?![\w/-])[ \t]*(?<rule>[^\s:]*)[ \t]*(?<rest>:?[^\r\n]*)/gm;

/** The `# heady-ignore <rule>: <reason>` comments of a document. Text inside scalars is no comment. */
export function findSuppressions(
  text: string,
  root: ManifestNode | undefined,
  lineStarts: readonly number[],
): Suppression[] {
  if (!text.includes('heady-ignore')) return [];
  const isInScalar = scalarsAhead(root, text);
  const found: Suppression[] = [];
  const covered = coveredLines(text, lineStarts);
  for (const match of text.matchAll(COMMENT)) {
    const start = match.index;
    if (isInScalar(start)) continue;
    const rest = match.groups?.rest ?? '';
    const covers = covered(start);
    found.push({
      start,
      end: start + match[0].trimEnd().length,
      rule: match.groups?.rule ?? '',
      reason: rest.startsWith(':') ? rest.slice(1).trim() : '',
      ...(covers === undefined ? {} : { coversLine: covers }),
    });
  }
  return found;
}

/**
 * The line that a comment at an offset covers: after something, its own; on a line of its own, the next that is no
 * comment. Asked in reading order, it reads each run of comments once.
 */
function coveredLines(text: string, lineStarts: readonly number[]): (offset: number) => number | undefined {
  let afterRun = 0;
  return (offset) => {
    const line = lineAt(lineStarts, offset);
    if (text.slice(lineStarts[line], offset).trim() !== '') return line;
    afterRun = Math.max(afterRun, line + 1);
    while (lineText(text, lineStarts, afterRun).trimStart().startsWith('#')) afterRun++;
    return lineText(text, lineStarts, afterRun).trim() === '' ? undefined : afterRun;
  };
}

/** Whether an offset lies within a scalar. Asked in reading order, it passes each scalar once. */
function scalarsAhead(root: ManifestNode | undefined, text: string): (offset: number) => boolean {
  const spans: Span[] = [];
  for (const { start, end, style, aliased } of scalarsOf(root)) {
    if (aliased) continue;
    // The header line of a block scalar (`|-  # ...`) may carry a comment.
    spans.push({ start: style === 'block' ? Math.max(start, text.indexOf('\n', start)) : start, end });
  }
  // What comes by a merge key stands elsewhere.
  spans.sort((a, b) => a.start - b.start);
  let next = 0;
  return (offset) => {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next++;
    return (spans[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  };
}
