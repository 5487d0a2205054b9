import type { GovernanceReport, GovernanceService, Outcomes } from '../../catalog/governanceReport.ts';
import { csvCell } from '../../csv.ts';
import { GOVERNANCE_FORMATS, type GovernanceFormat } from '../../protocol/governance.ts';

export function isGovernanceFormat(name: unknown): name is GovernanceFormat {
  return GOVERNANCE_FORMATS.some((format) => format === name);
}

/** The report as a file to keep. */
export function formatGovernance(format: GovernanceFormat, report: GovernanceReport): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return asCsv(report);
    case 'markdown':
      return asMarkdown(report);
  }
}

const COLUMNS = [
  'vertical',
  'service',
  'environment',
  'outcome',
  'rule',
  'reason',
  'silenced',
  'owner',
  'file',
  'line',
];

/** A line for each reason; for a rule that nobody can decide, one that says so. */
function asCsv({ verticals }: GovernanceReport): string {
  const rows = verticals.flatMap(({ vertical, services }) =>
    services.flatMap(({ name, environment, reasons, undecided, owner, file, line }) => {
      const rest = [owner ?? '', file ?? '', line];
      return [
        ...reasons.map(({ rule, message, silenced }) => ['breaks', rule, message, silenced ?? '', ...rest]),
        ...undecided.map((rule) => ['undecided', rule, UNDECIDED, '', ...rest]),
      ].map((cells) => [vertical ?? '', name, environment, ...cells]);
    }),
  );
  return [COLUMNS, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

const UNDECIDED = 'Nobody can say now: the control plane was not reached, or the manifest cannot be read.';

function asMarkdown({ rule, counts, verticals }: GovernanceReport): string {
  const lines = [
    `# ${rule}`,
    '',
    `- In prod: ${countWords(counts.prod)}`,
    `- In stage, on the way to prod: ${countWords(counts.stage)}`,
  ];
  for (const { vertical, services } of verticals) {
    lines.push('', `## ${vertical === null ? 'No vertical' : plain(vertical)}`, '');
    lines.push('| service | environment | owner | why | where |', '| --- | --- | --- | --- | --- |');
    for (const service of services) lines.push(`| ${cellsOf(service).join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

function cellsOf({ name, environment, owner, reasons, undecided, file, line }: GovernanceService): string[] {
  const why = [
    ...reasons.map(({ message, silenced }) =>
      silenced === undefined ? plain(message) : `${plain(message)} (silenced: ${plain(silenced)})`,
    ),
    ...undecided.map((rule) => `Undecided: ${rule}`),
  ];
  const where =
    file === undefined ? 'no manifest here' : `${plain(file)}${line === undefined ? '' : `:${line}`}`;
  return [plain(name), environment, owner === null ? 'none' : plain(owner), why.join('<br>'), where];
}

function countWords({ keeps, breaks, undecided }: Outcomes): string {
  const all = keeps + breaks + undecided;
  if (all === 0) return 'no service';
  const rest = [breaks > 0 ? `${breaks} break it` : '', undecided > 0 ? `${undecided} undecided` : ''];
  return [`${keeps} of ${all} keep the rule`, ...rest].filter(Boolean).join(', ');
}

/** What comes from manifests is text, not Markdown or HTML. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>|#!~&]/g, (character) => `\\${character}`);
}
