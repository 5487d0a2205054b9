import { type Hover, MarkupContent, MarkupKind } from 'vscode-languageserver-types';
import { documentAt, type ManifestFile, rangeOf } from '../../manifest/file.ts';
import type { ImpactItem } from '../../protocol/impact.ts';
import { escapeMarkdown } from '../describe.ts';
import { hover } from '../hover.ts';
import type { Project } from '../project.ts';
import { impactItem, isImpact } from './items.ts';

/** What is to be said at an offset of a manifest: first whom its words leave out, then what they are. */
export function hoverWithImpact(
  project: Project,
  uri: string,
  file: ManifestFile,
  offset: number,
  links: { details: boolean },
): Hover | null {
  const other = hover(file, offset, project, links);
  const placed = documentAt(file, offset);
  if (!placed) return other;
  const at = offset - placed.offset;
  const findings = project
    .report({ uri, index: file.documents.indexOf(placed) }, placed)
    .findings.filter((finding) => isImpact(finding) && finding.start <= at && at <= finding.end);
  const [first] = findings;
  if (!first) return other;
  const told = findings.map((finding) => impactMarkdown(impactItem(project, uri, placed, finding)));
  const rest = MarkupContent.is(other?.contents) ? [other.contents.value] : [];
  const value = [...told, ...rest].join('\n\n---\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(placed, first) };
}

/** What a hover tells of a finding beside its message: whom, why, what instead, and who says so. */
export function impactMarkdown(item: ImpactItem): string {
  const { found, leavesOut, reason, alternatives, source, sourceUrl, status, because } = item;
  const rows = [
    leavesOut && `Leaves out: ${escapeMarkdown(leavesOut)}`,
    reason && `Why: ${escapeMarkdown(reason)}`,
    alternatives.length > 0 && `Write instead: ${alternatives.map(inQuotes).join(', ')}`,
    because && `${status === 'exempted' ? 'Exempted' : 'Silenced'}: ${escapeMarkdown(because)}`,
    source && `Source: ${sourceUrl ? `[${escapeMarkdown(source)}](${sourceUrl})` : escapeMarkdown(source)}`,
  ].filter((row) => typeof row === 'string' && row !== '');
  const heading = `**Impact Check**${found === undefined ? '' : `: ${inQuotes(found)}`}`;
  if (rows.length === 0) return `${heading}\n\n${escapeMarkdown(item.message)}`;
  return [heading, rows.map((row) => `- ${row}`).join('\n')].join('\n\n');
}

function inQuotes(text: string): string {
  return `"${escapeMarkdown(text)}"`;
}
