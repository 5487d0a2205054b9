import type { LintReport } from '../report.ts';

/** The report as the JSON of manifests.md, version 1. */
export function formatJson({ files, findings, summary }: LintReport): string {
  return `${JSON.stringify({ version: 1, files, findings, summary }, null, 2)}\n`;
}
