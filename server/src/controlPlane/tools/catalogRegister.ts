import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_MANIFEST, manifestTooLong } from '../../catalog/controlPlane/contract.ts';
import { callOf } from '../access/call.ts';
import { actorOf } from '../audit/auditor.ts';
import { placeOf } from '../audit/entryDeed.ts';
import { documentOf, draftOf } from '../gate/draft.ts';
import { blocking, type GateFinding } from '../gate/gate.ts';
import type { ControlPlane } from '../plane.ts';
import type { EntryDraft } from '../store/catalogStore.ts';
import { entryLine, entrySchema, wireEntry } from './entry.ts';

const inputSchema = z.object({
  manifest: z
    .record(z.string(), z.unknown())
    .describe('The whole manifest: apiVersion, kind, metadata, spec'),
  ifVersion: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'The version that must be registered now, 0 for none yet; anything else is a conflict. Absent: any',
    ),
  source: z.string().max(200).optional().describe('Who or what registers it, for the history'),
});

const outputSchema = z.object({
  outcome: z.enum(['created', 'updated', 'unchanged', 'conflict', 'refused']),
  entry: entrySchema.optional().describe('What is registered now'),
  findings: z
    .array(z.object({ rule: z.string(), message: z.string(), path: z.string().optional() }))
    .optional()
    .describe('Why it was refused; mend all of them'),
});

type Outcome = z.infer<typeof outputSchema>;

/** `catalog_register`: puts a manifest into the catalog, if the gate lets it pass. */
export function registerCatalogRegister(server: McpServer, { store, gate, guard }: ControlPlane): void {
  server.registerTool(
    'catalog_register',
    {
      title: 'Register a manifest',
      description:
        'Registers a manifest in the catalog or updates its entry, after the same rules as in the editor. A refusal lists every finding.',
      inputSchema,
      outputSchema,
      // An update replaces what the entry said; earlier versions stay in its history.
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ manifest, ifVersion, source }, context) => {
      const outcome = await register(manifest, ifVersion, source, context);
      return { structuredContent: outcome, content: [{ type: 'text', text: describe(outcome) }] };
    },
  );

  async function register(
    manifest: Record<string, unknown>,
    ifVersion: number | undefined,
    source: string | undefined,
    context: ServerContext,
  ): Promise<Outcome> {
    const call = callOf(context);
    const refuse = async (findings: GateFinding[], draft?: EntryDraft): Promise<Outcome> => {
      const rules = [...new Set(findings.map(({ rule }) => rule))];
      const deed = { ...(draft ? placeOf(draft) : {}), outcome: 'refused', details: { rules } };
      await guard.auditor.record(call, deed);
      return { outcome: 'refused', findings };
    };
    const length = JSON.stringify(manifest).length;
    if (length > MAX_MANIFEST)
      return await refuse([{ rule: 'schema/range', message: manifestTooLong(length) }]);
    const document = documentOf(manifest);
    const draft = document && draftOf(document, source);
    const findings = document ? blocking(await gate.judge(document)) : [NAMELESS];
    if (findings.length) return await refuse(findings, draft);
    if (!draft) return await refuse([NAMELESS]);
    const { outcome, entry } = await store.catalog.put(
      { ...draft, actor: actorOf(call.principal) },
      {
        ...(ifVersion === undefined ? {} : { ifVersion }),
        signal: call.signal,
        // What changes nothing is no deed: editors register what they have again and again.
        audit: ({ outcome, entry }) =>
          outcome === 'unchanged'
            ? undefined
            : guard.auditor.eventOf(call, {
                ...placeOf(draft),
                outcome,
                ...(entry ? { details: { version: entry.version } } : {}),
              }),
      },
    );
    return { outcome, ...(entry ? { entry: wireEntry(entry) } : {}) };
  }
}

/** Said where a policy silences the rules that would say so. */
const NAMELESS: GateFinding = {
  rule: 'schema/required',
  message: 'A manifest is registered under its kind and metadata.name; state both.',
};

function describe({ outcome, entry, findings = [] }: Outcome): string {
  switch (outcome) {
    case 'refused':
      return `Refused. Mend and register again:\n${findings
        .map(({ rule, path, message }) => `${[path, message].filter(Boolean).join(': ')} [${rule}]`)
        .join('\n')}`;
    case 'conflict':
      return entry
        ? `Not registered: meanwhile there is ${entryLine(entry)}, registered at ${entry.registeredAt}.`
        : 'Not registered: there is no such entry, so it has no version to replace.';
    default:
      return `${outcome[0]?.toUpperCase()}${outcome.slice(1)}: ${entry ? entryLine(entry) : ''}`;
  }
}
