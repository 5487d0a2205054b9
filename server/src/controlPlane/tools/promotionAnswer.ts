import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Environment } from '../../manifest/document.ts';
import { GATE_OUTCOMES, GATES } from '../promotion/gates.ts';
import { entrySchema, environmentSchema } from './entry.ts';
import { findingLine, findingShape } from './finding.ts';

/** What came of a promotion, for whoever shows the gates. */
export const promotionSchema = z.object({
  outcome: z
    .enum(['promoted', 'unchanged', 'refused', 'conflict', 'allowed', 'needs-approval'])
    .describe('allowed and needs-approval: of a dry run'),
  from: z.object({
    environment: environmentSchema.optional(),
    name: z.string(),
    version: z.number().int().optional(),
    controlPlane: z
      .string()
      .optional()
      .describe('Where the caller says that it is registered; absent: it is registered here'),
  }),
  to: z.object({
    environment: environmentSchema,
    name: z.string().optional(),
    version: z.number().int().optional(),
  }),
  gates: z
    .array(
      z.object({
        gate: z.enum(GATES),
        outcome: z.enum(GATE_OUTCOMES),
        message: z.string(),
        findings: z.array(
          z.object({
            ...findingShape,
            missing: z
              .object({ kind: z.string(), name: z.string() })
              .optional()
              .describe('What is to be promoted, or registered, before'),
          }),
        ),
      }),
    )
    .describe("Every gate in its order; not-verified: it passes, but on the caller's word alone"),
  entry: entrySchema.optional().describe('What is registered there now'),
  manifest: z.record(z.string(), z.unknown()).optional().describe('Of a dry run: as it would be there'),
  own: z
    .array(z.object({ field: z.string(), before: z.unknown().optional(), there: z.unknown().optional() }))
    .optional()
    .describe(
      "Of a dry run: the fields that 'own' may set, as they are in the environment before and there now; absent: not stated",
    ),
});

export type PromotionAnswer = z.infer<typeof promotionSchema>;

export function answered(outcome: PromotionAnswer): CallToolResult {
  return { structuredContent: outcome, content: [{ type: 'text', text: describe(outcome) }] };
}

const HEADLINES: Readonly<Record<PromotionAnswer['outcome'], (what: string, to: Environment) => string>> = {
  promoted: (what, to) => `Promoted: ${what} is registered in ${to}.`,
  unchanged: (what, to) => `Unchanged: ${what} is in ${to} just so already.`,
  refused: (what, to) => `Refused: ${what} does not go to ${to}. Mend what is listed and promote again.`,
  conflict: (what) => `Not promoted: somebody changed ${what} meanwhile.`,
  allowed: (what, to) => `Every gate would let ${what} pass to ${to}. Nothing was changed.`,
  'needs-approval': (what, to) => `${what} would go to ${to} once a person approves. Nothing was changed.`,
};

function describe({ outcome, from, to, gates }: PromotionAnswer): string {
  const version = from.version === undefined ? '' : ` version ${from.version}`;
  const lines = gates.flatMap(({ gate, outcome, message, findings }) => [
    `${gate}: ${outcome.replace('-', ' ')}. ${message}`,
    ...findings.map((finding) => `  ${findingLine(finding)}`),
  ]);
  return [HEADLINES[outcome](`${from.name}${version}`, to.environment), ...lines].join('\n');
}
