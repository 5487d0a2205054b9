import { rangeOf } from '../../manifest/file.ts';
import type { EntryFinding } from '../../protocol/entryDetails.ts';
import type { DocumentRef } from '../../rules/facts.ts';
import { pageOf } from '../../rules/page.ts';
import { redactedMessage } from '../../rules/security/redacted.ts';
import { fileName } from '../impact/items.ts';
import type { Project } from '../project.ts';

/** What is found in a manifest and no comment silences, and the rules that could not say. */
export function findingsOf(
  project: Project,
  at: DocumentRef,
): { findings: EntryFinding[]; undecided: string[] } {
  const placed = project.placed(at);
  if (!placed) return { findings: [], undecided: [] };
  const report = project.report(at, placed);
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  return {
    findings: open.map((finding) => ({
      rule: finding.rule,
      page: `${project.docsUri}/${pageOf(finding.rule)}`,
      severity: finding.severity,
      message: redactedMessage(finding.message, placed.document.text, finding),
      uri: at.uri,
      file: fileName(project.folders, at.uri),
      range: rangeOf(placed, finding),
      fixes: project
        .fixes(finding, at, placed)
        .toSorted((a, b) => Number(b.isPreferred) - Number(a.isPreferred))
        .map(({ title }) => title),
    })),
    undecided: [...report.undecided],
  };
}
