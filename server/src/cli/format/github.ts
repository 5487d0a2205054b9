import type { LintReport, LocatedFinding } from '../report.ts';

const COMMANDS: Record<LocatedFinding['severity'], string> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** Workflow commands: GitHub Actions shows each finding at its line of the pull request. */
export function formatGithub({ findings }: LintReport): string {
  return findings
    .filter(({ suppressed }) => suppressed === null)
    .map(({ file, rule, severity, message, start, end }) => {
      const properties = {
        file,
        line: start.line,
        endLine: end.line,
        col: start.column,
        endColumn: end.column,
        title: rule,
      };
      const said = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      return `::${COMMANDS[severity]} ${said.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
