import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_MANIFEST, manifestTooLong } from '../../catalog/controlPlane/contract.ts';
import { type FileText, fileTexts, shortPieces } from '../../impact/fileTexts.ts';
import { lineStartsOf, positionAt } from '../../manifest/lines.ts';
import { detailsOf, type ImpactDetails, wordsAndReasons } from '../../rules/impact/details.ts';
import { findingsByPart } from '../../rules/impact/otherFiles.ts';
import { rules } from '../../rules/index.ts';
import { lintDocument } from '../../rules/lint.ts';
import { documentOf } from '../gate/draft.ts';
import { writtenPathOf } from '../gate/findingPath.ts';
import type { ControlPlane } from '../plane.ts';
import { severitySchema } from './finding.ts';
import { Progress } from './progress.ts';

/** More text than this is a book; send it in parts. In UTF-16 units. */
const MAX_TEXT = 1_000_000;
/** More findings than this nobody reads. */
const MAX_FINDINGS = 1_000;

const inputSchema = z.object({
  text: z.string().max(MAX_TEXT).optional().describe('A text to check; or give a manifest'),
  manifest: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('A manifest: its texts, names and criteria'),
  field: z
    .enum(['description', 'eligibility', 'name', 'label'])
    .default('description')
    .describe('What the text is: prose, a criterion of eligibility, an identifier, or a key with its value'),
  format: z.enum(['plain', 'markdown']).default('plain').describe('Markdown: code and markup are left out'),
  vertical: z
    .string()
    .max(200)
    .optional()
    .describe('Whose own words and severities count; a manifest says it itself'),
});

const outputSchema = z.object({
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: severitySchema,
      message: z.string(),
      path: z.string().optional().describe('In a manifest'),
      line: z.number().int().optional().describe('In a text, from 1'),
      column: z.number().int().optional().describe('In a text, from 1, in UTF-16 units'),
      start: z.number().int().optional().describe('In a text, in UTF-16 units; the end is exclusive'),
      end: z.number().int().optional(),
      found: z.string().optional().describe('The words in question'),
      leavesOut: z.string().optional().describe('Whom it leaves out'),
      reason: z.string().optional(),
      alternatives: z
        .array(z.string())
        .describe('What may stand there instead; empty where only its author can say'),
      source: z.string().optional().describe('Where this was published'),
      exemption: z.string().optional().describe('What justifies the criterion'),
    }),
  ),
  total: z.number().int().describe('All findings; the first thousand are listed'),
});

type Input = z.infer<typeof inputSchema>;
type Found = z.infer<typeof outputSchema>['findings'][number];

const impactRules = rules.filter(({ id }) => id.startsWith('impact/'));

/** `impact_check`: whom a text or a manifest leaves out, and what to write instead. */
export function registerImpactCheck(server: McpServer, { gate }: ControlPlane): void {
  server.registerTool(
    'impact_check',
    {
      title: 'Impact Check',
      description:
        'Finds exclusionary language, criteria on protected characteristics and proxies for them in a text or a manifest: whom each leaves out, why, and what to write instead. Give text or manifest.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async (input, context) => {
      const unusable = unusableIn(input);
      if (unusable) return { isError: true, content: [{ type: 'text', text: unusable }] };
      const found = input.manifest ? await checkManifest(input.manifest) : await checkText(input, context);
      const output = { findings: found.slice(0, MAX_FINDINGS), total: found.length };
      return { structuredContent: output, content: [{ type: 'text', text: describe(output) }] };
    },
  );

  async function checkManifest(manifest: Record<string, unknown>): Promise<Found[]> {
    const document = documentOf(manifest);
    if (!document) return [];
    const facts = await gate.governance();
    const { findings } = lintDocument({
      document,
      at: { uri: 'heady:manifest', index: 0 },
      facts,
      rules: impactRules,
    });
    return findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      ...pathOf(writtenPathOf(document, finding)),
      ...detailsIn(detailsOf(finding, document, facts.today)),
    }));
  }

  async function checkText(input: Input, context: ServerContext): Promise<Found[]> {
    const { text = '', vertical } = input;
    const parts = partsOf(text, input);
    const progress = new Progress(context);
    const starts = lineStartsOf(text);
    const found: Found[] = [];
    let done = 0;
    for (const findings of findingsByPart(parts, await gate.governance(), vertical)) {
      for (const finding of findings) {
        const { rule, severity, message, start, end } = finding;
        const { line, character } = positionAt(starts, start);
        const place = { line: line + 1, column: character + 1, start, end };
        const details = detailsIn(wordsAndReasons(finding, text.slice(start, end)));
        found.push({ rule, severity, message, ...place, ...details });
      }
      done++;
      await progress.step(done, parts.length, `${done} of ${parts.length} paragraphs`);
    }
    return found;
  }
}

function unusableIn({ text, manifest }: Input): string | undefined {
  if ((text === undefined) === (manifest === undefined)) return 'Give either a text or a manifest.';
  const length = manifest ? JSON.stringify(manifest).length : 0;
  return length > MAX_MANIFEST ? manifestTooLong(length) : undefined;
}

/** Prose in its paragraphs; what is a single value stays whole. */
function partsOf(text: string, { field, format }: Input): FileText[] {
  if (field === 'description') {
    return fileTexts(format === 'markdown' ? 'text.md' : 'text.txt', text).flatMap((part) => [
      ...shortPieces(part),
    ]);
  }
  return [...shortPieces({ field, text, placeOf: (part) => part })];
}

function pathOf(path: string): { path?: string } {
  return path ? { path } : {};
}

function detailsIn({ found, leavesOut, reason, alternatives, source, exemption }: ImpactDetails) {
  return {
    alternatives: [...alternatives],
    ...(found === undefined ? {} : { found }),
    ...(leavesOut === undefined ? {} : { leavesOut }),
    ...(reason === undefined ? {} : { reason }),
    ...(source === undefined ? {} : { source }),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

function describe({ findings, total }: { findings: readonly Found[]; total: number }): string {
  if (total === 0) return 'Nothing found that leaves anybody out.';
  const lines = findings.map(({ severity, path, line, column, message, rule }) => {
    const place = path ?? (line === undefined ? '' : `${line}:${column}`);
    return `${severity}: ${place ? `${place}: ` : ''}${message} [${rule}]`;
  });
  const more = total > findings.length ? [`${total - findings.length} more are not listed.`] : [];
  return [...lines, ...more].join('\n');
}
