import { lineStartsOf, positionAt } from '../../manifest/lines.ts';
import type { Span } from '../../manifest/tree.ts';
import type { ImpactItem, ImpactTextItem } from '../../protocol/impact.ts';
import { wordsAndReasons } from '../../rules/impact/details.ts';
import { findingsInFile } from '../../rules/impact/otherFiles.ts';
import { textFixes } from '../../rules/impact/textFixes.ts';
import type { Project } from '../project.ts';
import { impactMarkdown } from './hover.ts';
import { shownDetails } from './items.ts';

/**
 * What Impact Check finds in a text that is no manifest, by the words and severities of the workspace's policies.
 *
 * @param name of the text; its ending says how it is read
 * @returns in reading order; the name stands for its place
 */
export function impactTextItems(project: Project, name: string, text: string): ImpactTextItem[] {
  const starts = lineStartsOf(text);
  const rangeOf = ({ start, end }: Span) => ({
    start: positionAt(starts, start),
    end: positionAt(starts, end),
  });
  return findingsInFile(name, text, project.catalog).map((finding) => {
    const { rule, severity, message, start, end } = finding;
    const item: ImpactItem = {
      uri: name,
      file: name,
      range: rangeOf(finding),
      rule,
      severity,
      vertical: null,
      message,
      ...shownDetails(wordsAndReasons(finding, text.slice(start, end))),
      status: 'open',
    };
    const fixes = textFixes(text, finding).map(({ title, newText, ...span }) => ({
      title,
      newText,
      range: rangeOf(span),
    }));
    return { ...item, markdown: impactMarkdown(item), fixes };
  });
}
