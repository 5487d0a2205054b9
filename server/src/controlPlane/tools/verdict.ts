import { z } from 'zod';
import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { pageOf } from '../../rules/page.ts';
import type { SeverityOrigin } from '../../rules/severity.ts';
import type { JudgedFinding, Verdict } from '../gate/gate.ts';
import { environmentSchema } from './entry.ts';
import { findingLine, findingShape } from './finding.ts';

/** What the gate says of a manifest, as tools hand it out. */
export const verdictSchema = z.object({
  kind: z.string().optional(),
  name: z.string().optional(),
  environment: environmentSchema.optional(),
  version: z.number().int().optional().describe('Of a registered entry'),
  outcome: z.enum(['passed', 'refused']).describe('What the gate says'),
  findings: z.array(
    z.object({
      ...findingShape,
      blocks: z.boolean().describe('The gate refuses because of it'),
      page: z.string().describe('The page of the rule in the documentation'),
      severityFrom: z.string().describe('Who decided on the severity: the rule, a policy, a vertical, ...'),
      suppressed: z
        .string()
        .optional()
        .describe('The reason in the comment that silences it in editors; comments do not reach the catalog'),
      line: z.number().int().optional().describe('In a text, from 1'),
      column: z.number().int().optional().describe('In a text, from 1, in UTF-16 units'),
    }),
  ),
  undecided: z
    .array(z.string())
    .describe(
      'Rules that compare a manifest with the whole catalog, so that the gate leaves them to the editor',
    ),
});

export type WireVerdict = z.infer<typeof verdictSchema>;

export interface VerdictOptions {
  /** Of the entry that was judged. */
  version?: number;
  /** Findings have a place in the text that was given. */
  inText?: boolean;
}

export function wireVerdict(
  document: ManifestDocument,
  { findings, undecided }: Verdict,
  { version, inText }: VerdictOptions,
): WireVerdict {
  const { kind, name } = document;
  const environment = environmentOf(document);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(environment === undefined ? {} : { environment }),
    ...(version === undefined ? {} : { version }),
    outcome: findings.some(({ blocks }) => blocks) ? 'refused' : 'passed',
    findings: findings.map((finding) => wireFinding(finding, inText ?? false)),
    undecided,
  };
}

/** For people and agents that read text alone. */
export function verdictText({ kind, name, version, outcome, findings, undecided }: WireVerdict): string {
  const what = `${kind ?? 'A manifest'} ${name ?? 'without a name'}${version === undefined ? '' : ` version ${version}`}`;
  const lines = findings.map((finding) => {
    const silenced = finding.suppressed === undefined ? '' : ' (silenced in editors)';
    return `  ${findingLine(finding)}${silenced}; severity from ${finding.severityFrom}`;
  });
  const left = undecided.length ? [`  not decided here: ${undecided.join(', ')}`] : [];
  return [`${what}: ${outcome}`, ...lines, ...left].join('\n');
}

function wireFinding(finding: JudgedFinding, inText: boolean): WireVerdict['findings'][number] {
  const { line, character, origin, ...rest } = finding;
  return {
    ...rest,
    page: `docs/rules/${pageOf(finding.rule)}`,
    severityFrom: originText(origin),
    ...(inText ? { line: line + 1, column: character + 1 } : {}),
  };
}

function originText(origin: SeverityOrigin): string {
  switch (origin.by) {
    case 'rule':
      return 'the rule';
    case 'policy':
      return origin.name ? `the policy "${origin.name}"` : 'a policy';
    case 'vertical':
      return `the vertical "${origin.name}"`;
    case 'pack':
      return `what Impact Check knows of the vertical "${origin.name}"`;
    default:
      return `${origin.name}, where it is raised`;
  }
}
