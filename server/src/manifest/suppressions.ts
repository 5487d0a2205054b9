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
  const scalars = scalarSpans(root, text);
  const found: Suppression[] = [];
  const covered = coveredLines(text, lineStarts);
  for (const match of text.matchAll(COMMENT)) {
    const start = match.index;
    if (scalars.some((span) => span.start <= start && start < span.end)) continue;
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

function scalarSpans(root: ManifestNode | undefined, text: string): Span[] {
  const spans: Span[] = [];
  for (const { start, end, style, aliased } of scalarsOf(root)) {
    if (aliased) continue;
    // The header line of a block scalar (`|-  # ...`) may carry a comment.
    spans.push({ start: style === 'block' ? Math.max(start, text.indexOf('\n', start)) : start, end });
  }
  return spans;
}
