import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type PlacedDocument, rangeOf } from '../manifest/file.ts';
import type { Severity } from '../rules/levels.ts';
import { pageOf } from '../rules/page.ts';
import type { ReportedFinding } from '../rules/report.ts';
import type { Related } from '../rules/rule.ts';
import type { Project } from './project.ts';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** The findings of a file that no comment silences, as LSP diagnostics. Empty for a file that is not known. */
export function validate(project: Project, uri: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [index, placed] of project.file(uri)?.documents.entries() ?? []) {
    for (const finding of project.report({ uri, index }, placed).findings) {
      if (finding.suppressed === undefined) diagnostics.push(toDiagnostic(project, placed, finding));
    }
  }
  return diagnostics;
}

export function toDiagnostic(project: Project, placed: PlacedDocument, finding: ReportedFinding): Diagnostic {
  const related = (finding.related ?? []).flatMap((each) => toRelated(project, each));
  return {
    range: rangeOf(placed, finding),
    severity: SEVERITIES[finding.severity],
    source: 'heady',
    code: finding.rule,
    codeDescription: { href: `${project.docsUri}/${pageOf(finding.rule)}` },
    message: finding.message,
    ...(finding.rule === 'suppression/unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length ? { relatedInformation: related } : {}),
  };
}

function toRelated(project: Project, { at, span, message }: Related) {
  const placed = project.placed(at);
  return placed ? [{ location: { uri: at.uri, range: rangeOf(placed, span) }, message }] : [];
}
