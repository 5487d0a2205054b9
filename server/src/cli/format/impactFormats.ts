import { styleText } from 'node:util';
import { countsInWords, impactHtml, impactMarkdown, impactReport } from '../../impact/report.ts';
import type { Display, LintReport, LocatedFinding } from '../report.ts';
import { formatGithub } from './github.ts';
import { formatJson } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatSarif } from './sarif.ts';
import { STYLES, wrap } from './stylish.ts';

/** A finding of Impact Check; what is in no vertical's document has none. */
export interface ImpactLocated extends LocatedFinding {
  vertical: string | null;
}

export interface ImpactLintReport extends LintReport {
  findings: ImpactLocated[];
}

const FORMATS = {
  stylish: formatStylish,
  markdown: (report) => impactMarkdown(impactReport(report.files, report.findings)),
  html: (report) => impactHtml(impactReport(report.files, report.findings)),
  json: formatJson,
  sarif: formatSarif,
  junit: formatJunit,
  github: formatGithub,
} satisfies Record<string, (report: ImpactLintReport, display: Display) => string | Promise<string>>;

export type ImpactFormatName = keyof typeof FORMATS;

export const IMPACT_FORMAT_NAMES = Object.keys(FORMATS);

export function isImpactFormatName(name: string): name is ImpactFormatName {
  return Object.hasOwn(FORMATS, name);
}

export async function formatImpact(
  name: ImpactFormatName,
  report: ImpactLintReport,
  display: Display,
): Promise<string> {
  return await FORMATS[name](report, display);
}

/** For people at a terminal: by vertical, then by rule. Silenced findings stay out, as in `heady lint`. */
function formatStylish({ files, findings }: ImpactLintReport, { color, width }: Display): string {
  const style = (name: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(name, text, { validateStream: false }) : text;
  const shown = findings.filter(({ suppressed }) => suppressed === null);
  const lines: string[] = [];
  for (const { vertical, groups } of impactReport(files, shown).sections) {
    lines.push(style('underline', vertical ?? 'no vertical'));
    for (const { rule, findings: own } of groups) {
      lines.push(`  ${style('bold', rule)}`);
      for (const { file, start, severity, message } of own) {
        const place = `${file}:${start.line}:${start.column}`;
        lines.push(`    ${style('dim', place)}  ${style(STYLES[severity], severity)}`);
        lines.push(...wrap(message, width && width - 6).map((line) => `      ${line}`));
      }
    }
    lines.push('');
  }
  const { counts } = impactReport(files, findings);
  return `${[...lines, `${countsInWords(counts)} in ${files} ${files === 1 ? 'file' : 'files'}`].join('\n')}\n`;
}
