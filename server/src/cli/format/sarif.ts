import type { Fix, Location, Log, Result } from 'sarif';
import packageJson from '../../../../package.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import type { FixOffer, LintReport, LocatedFinding } from '../report.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0 with the rules' metadata, fixes, and suppressions in the source. */
export function formatSarif({ findings }: LintReport): string {
  const broken = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'heady', semanticVersion: packageJson.version, rules: broken.map(descriptor) },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => toResult(finding, broken.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(id: string) {
  const rule = rules.find((each) => each.id === id);
  return {
    id,
    shortDescription: { text: rule?.summary ?? 'A rule of the organisation, from a Policy manifest.' },
    ...(rule ? { defaultConfiguration: { level: LEVELS[rule.severity] } } : {}),
  };
}

function toResult(finding: LocatedFinding, ruleIndex: number): Result {
  const { rule, severity, message, suppressed, fixes } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [locationOf(finding)],
    ...(fixes?.length ? { fixes: fixes.map(toFix) } : {}),
    ...(suppressed === null ? {} : { suppressions: [{ kind: 'inSource', justification: suppressed }] }),
  };
}

function locationOf({ file, start, end }: LocatedFinding): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file) },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}

function toFix({ title, changes }: FixOffer): Fix {
  return {
    description: { text: title },
    artifactChanges: changes.map(({ file, replacements }) => ({
      artifactLocation: { uri: encodeURI(file) },
      replacements: replacements.map(({ start, end, newText }) => ({
        deletedRegion: {
          startLine: start.line,
          startColumn: start.column,
          endLine: end.line,
          endColumn: end.column,
        },
        insertedContent: { text: newText },
      })),
    })),
  };
}
