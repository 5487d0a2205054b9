import type { Fix, Location, Log, ReportingDescriptor, Result } from 'sarif';
import packageJson from '../../../../package.json' with { type: 'json' };
import { readRulePage } from '../../catalog/rulePages.ts';
import { rules } from '../../rules/index.ts';
import type { FixOffer, LintReport, LocatedFinding } from '../report.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;
const PROBLEM_SEVERITIES = { error: 'error', warning: 'warning', info: 'recommendation' };

/**
 * SARIF 2.1.0 with the rules' metadata, fixes, and suppressions in the source. Who reads it is elsewhere, such as GitHub's
 * code scanning: each rule brings its page along, as a link to it would lead nowhere.
 */
export async function formatSarif({ findings }: LintReport): Promise<string> {
  const broken = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'heady',
            semanticVersion: packageJson.version,
            rules: await Promise.all(broken.map(descriptor)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => toResult(finding, broken.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

async function descriptor(id: string): Promise<ReportingDescriptor> {
  const rule = rules.find((each) => each.id === id);
  const summary = rule?.summary ?? 'A rule of the organisation, from a Policy manifest.';
  const page = withoutLocalLinks((await readRulePage(id)) ?? summary);
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: /^\*\*(.+)\*\*$/m.exec(page)?.[1] ?? summary },
    help: { text: page, markdown: page },
    ...(rule ? { defaultConfiguration: { level: LEVELS[rule.severity] } } : {}),
    // What GitHub filters by. A finding is a fact of the manifest, never a guess.
    properties: {
      tags: [id.slice(0, id.indexOf('/'))],
      precision: 'very-high',
      ...(rule ? { 'problem.severity': PROBLEM_SEVERITIES[rule.severity] } : {}),
    },
  };
}

/** Links to files beside the page, by their words alone. */
function withoutLocalLinks(markdown: string): string {
  return markdown.replace(/\[([^\]\n]+)\]\((?!https?:)[^()\s]+\)/g, '$1');
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
