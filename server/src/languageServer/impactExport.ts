import { formatImpact, type ImpactLocated } from '../cli/format/impactFormats.ts';
import { sortFindings, summarize } from '../cli/report.ts';
import type { ImpactExportParams, ImpactItem } from '../protocol/impact.ts';

/** The report as `heady impact --format` writes it, of the findings that the editor shows. */
export async function exportImpact({ format, files, items }: ImpactExportParams): Promise<string> {
  const findings = items.map(located);
  sortFindings(findings);
  const report = { files, findings, undecided: [], summary: summarize(findings, 0) };
  return await formatImpact(format, report, { color: false, width: undefined });
}

function located({
  file,
  rule,
  severity,
  message,
  range,
  status,
  because,
  vertical,
}: ImpactItem): ImpactLocated {
  const { start, end } = range;
  return {
    file,
    rule,
    severity,
    message,
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
    fixable: false,
    suppressed: status === 'silenced' ? (because ?? '') : null,
    vertical,
  };
}
