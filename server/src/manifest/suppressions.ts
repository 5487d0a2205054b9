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
  for (const match of text.matchAll(COMMENT)) {
    const start = match.index;
    if (scalars.some((span) => span.start <= start && start < span.end)) continue;
    const rest = match.groups?.rest ?? '';
    const covers = coveredLine(text, lineStarts, start);
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

/** A comment after something covers its own line; one of its own the next line that is no comment. */
function coveredLine(text: string, lineStarts: readonly number[], offset: number): number | undefined {
  const line = lineAt(lineStarts, offset);
  if (text.slice(lineStarts[line], offset).trim() !== '') return line;
  for (let next = line + 1; next < lineStarts.length; next++) {
    const content = lineText(text, lineStarts, next).trim();
    if (content === '') return undefined;
    if (!content.startsWith('#')) return next;
  }
  return undefined;
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
