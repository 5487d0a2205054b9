import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { type Call, callOf } from '../access/call.ts';
import { plainText } from '../access/plainText.ts';
import { actorOf } from '../audit/auditor.ts';
import { placeOf } from '../audit/entryDeed.ts';
import { type Dependant, dependantsOf } from '../gate/dependants.ts';
import type { ControlPlane } from '../plane.ts';
import type { StoredEntry } from '../store/catalogStore.ts';
import { entryLine, entrySchema, environmentSchema, wireEntry } from './entry.ts';
import { entryKeyShape, keyOf, releaseShape } from './entryKey.ts';
import { findingLine, findingShape } from './finding.ts';

const inputSchema = z.object({
  ...entryKeyShape,
  release: releaseShape,
  ifVersion: z.number().int().min(1).describe('The version that must be registered now'),
  reason: z.string().max(200).optional().describe('Why, for the history'),
  force: z.boolean().optional().describe('Also where others depend on it: they refer to nothing afterwards'),
});

const outputSchema = z.object({
  outcome: z
    .enum(['retired', 'absent', 'conflict', 'refused'])
    .describe('absent: there is none, or it was retired before'),
  entry: entrySchema.optional().describe('What was retired, or what is registered now'),
  findings: z.array(z.object(findingShape)).optional().describe('Why it was refused'),
  dependants: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        environment: environmentSchema.optional(),
        path: z.string().describe('Where it names what is to be retired'),
      }),
    )
    .optional()
    .describe('Who depends on it; the first hundred'),
});

type Input = z.infer<typeof inputSchema>;
type Outcome = z.infer<typeof outputSchema>;

/** `catalog_retire`: takes an entry out of use; its history stays. */
export function registerCatalogRetire(server: McpServer, { store, guard }: ControlPlane): void {
  server.registerTool(
    'catalog_retire',
    {
      title: 'Retire a catalog entry',
      description:
        'Takes an entry out of use. Refused while others depend on it, unless forced. Its history stays, and registering it again brings it back.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    async (input, context) => {
      const outcome = await retire(input, context);
      return { structuredContent: outcome, content: [{ type: 'text', text: describe(input, outcome) }] };
    },
  );

  async function retire(input: Input, context: ServerContext): Promise<Outcome> {
    const call = callOf(context);
    const found = await store.catalog.get(keyOf(input));
    if (!found) return { outcome: 'absent' };
    if (found.version !== input.ifVersion) return { outcome: 'conflict', entry: wireEntry(found) };
    const dependants = await dependantsOf(found, store.catalog);
    if (dependants.length && !input.force) return await refuse(call, found, dependants);
    const result = await store.catalog.retire(found, {
      ifVersion: input.ifVersion,
      signal: call.signal,
      actor: actorOf(call.principal),
      ...(input.reason === undefined ? {} : { source: input.reason }),
      audit: ({ outcome }) =>
        outcome !== 'retired'
          ? undefined
          : guard.auditor.eventOf(call, {
              ...placeOf(found),
              outcome,
              details: {
                version: found.version,
                ...(input.reason === undefined ? {} : { reason: plainText(input.reason) }),
                ...(dependants.length ? { forcedOver: dependants.length } : {}),
              },
            }),
    });
    if (result.outcome === 'absent') return { outcome: 'absent' };
    const told = dependants.length ? { dependants: dependants.map(wireDependant) } : {};
    return { outcome: result.outcome, entry: wireEntry(result.entry), ...told };
  }

  async function refuse(call: Call, entry: StoredEntry, dependants: readonly Dependant[]): Promise<Outcome> {
    const details = { version: entry.version, dependants: dependants.length };
    await guard.auditor.record(call, { ...placeOf(entry), outcome: 'refused', details });
    return {
      outcome: 'refused',
      entry: wireEntry(entry),
      findings: dependants.map((dependant) => missing(dependant, entry)),
      dependants: dependants.map(wireDependant),
    };
  }
}

function missing({ entry, path }: Dependant, { kind, name }: StoredEntry) {
  const message = `${entry.kind} "${entry.name}" refers to the ${kind} "${name}" in ${path}.`;
  return { rule: 'catalog/unknown-reference', severity: 'error' as const, message };
}

function wireDependant({ entry: { kind, name, environment }, path }: Dependant) {
  return { kind, name, path, ...(environment ? { environment } : {}) };
}

function describe(
  { kind, name }: Input,
  { outcome, entry, findings = [], dependants = [] }: Outcome,
): string {
  switch (outcome) {
    case 'refused':
      return `Refused: others depend on it. Retire or change them first, or retire it with force.\n${findings.map(findingLine).join('\n')}`;
    case 'conflict':
      return `Not retired: meanwhile there is ${entry ? entryLine(entry) : 'another version'}.`;
    case 'absent':
      return `There is no ${kind} named "${name}" in use, so there is nothing to retire.`;
    default: {
      const forced = dependants.length ? ` ${dependants.length} places refer to nothing now.` : '';
      return `Retired: ${entry ? entryLine(entry) : name}.${forced} Registering it again brings it back.`;
    }
  }
}
