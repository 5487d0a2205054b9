import type {
  CallToolResult,
  InputRequiredResult,
  McpServer,
  ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Plain } from '../../manifest/tree.ts';
import { type Call, callOf } from '../access/call.ts';
import { decideTool } from '../access/decide.ts';
import { plainText } from '../access/plainText.ts';
import { actorOf } from '../audit/auditor.ts';
import { placeOf } from '../audit/entryDeed.ts';
import { draftOf } from '../gate/draft.ts';
import type { ControlPlane } from '../plane.ts';
import { complete, type GateStep, passed, refused } from '../promotion/gates.ts';
import { ownValues } from '../promotion/promoted.ts';
import type { Source } from '../promotion/source.ts';
import { type Walk, walkGates } from '../promotion/walkGates.ts';
import type { PutResult } from '../store/catalogStore.ts';
import { environmentSchema, wireEntry } from './entry.ts';
import { entryKeyShape, keyOf } from './entryKey.ts';
import { answered, type PromotionAnswer, promotionSchema } from './promotionAnswer.ts';
import { claimOf, claimSchema } from './promotionClaim.ts';

const NAME = 'catalog_promote';

const inputSchema = z.object({
  ...entryKeyShape,
  to: environmentSchema.describe(
    'Where it goes: the environment after its own, in the order dev, test, stage, prod',
  ),
  ifVersion: z
    .number()
    .int()
    .min(1)
    .describe('The version that is promoted; it must still be the one registered'),
  ifTargetVersion: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('The version that must be registered there now, 0 for none yet. Absent: any'),
  own: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'Fields of the spec that each environment has for itself (a service: runtime, replicas, hosts, env, secrets, monthlyCost), as they shall be there; null takes one out. Absent: as they are there, or where it is new, as in the environment before',
    ),
  claim: claimSchema.optional(),
  dryRun: z
    .boolean()
    .optional()
    .describe('Walks through all gates and changes nothing; whoever may read the catalog may ask'),
  reason: z.string().max(200).optional().describe('Why, for the history'),
});

type Input = z.infer<typeof inputSchema>;

/** `catalog_promote`: an entry from its environment into the next, through all gates. */
export function registerCatalogPromote(server: McpServer, { store, gate, guard }: ControlPlane): void {
  server.registerTool(
    NAME,
    {
      title: 'Promote to the next environment',
      description:
        'Promotes a registered service or virtual machine from its environment to the next (dev, test, stage, prod), if every gate lets it pass. The answer lists all gates. Ask with dryRun first. Where the environments have different control planes, ask that of the environment it goes to, with a claim of what the other one has.',
      inputSchema,
      outputSchema: promotionSchema,
      // What was registered there is replaced; it stays in the history.
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    (input, context) => promote(input, context),
  );

  async function promote(
    input: Input,
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> {
    const call = callOf(context);
    const walk = await walkGates(requestOf(input), store.catalog, gate);
    if (!walk.source) return await refuse(input, call, walk, complete(walk.steps));
    const steps = complete([...walk.steps, approvalStep(input, call, walk.source)]);
    const stops = steps.some(({ outcome }) => outcome === 'refused');
    if (input.dryRun)
      return answered(outcomeOf(input, walk, steps, steps.some(isWaiting) ? 'needs-approval' : 'allowed'));
    if (stops) return await refuse(input, call, walk, steps);
    const kept = steps.some(isWaiting) ? await call.approve?.(questionOf(input, walk)) : undefined;
    if (kept) return 'content' in kept ? withGates(kept as CallToolResult, input, walk, steps) : kept;
    const approved = call.approved
      ? complete([...steps.filter((step) => !isWaiting(step)), APPROVED])
      : steps;
    return await put(input, call, walk, approved);
  }

  async function put(input: Input, call: Call, walk: Walk, steps: GateStep[]): Promise<CallToolResult> {
    const { source, target, document } = walk;
    const draft = document && draftOf(document, historyLine(input, source));
    if (!draft || !source) throw new Error('A manifest that passed the gates has no name.');
    const result = await store.catalog.put(
      { ...draft, actor: actorOf(call.principal) },
      {
        // Its own fields were taken from this one.
        ifVersion: target?.version ?? 0,
        signal: call.signal,
        audit: ({ outcome, entry }) =>
          outcome === 'unchanged' || outcome === 'conflict'
            ? undefined
            : guard.auditor.eventOf(call, {
                ...placeOf(draft),
                outcome: 'promoted',
                details: {
                  from: {
                    environment: source.environment ?? '',
                    name: source.name,
                    version: source.version,
                    ...claimed(source),
                  },
                  to: { environment: input.to, name: draft.name, version: entry?.version ?? 0 },
                  ...(input.reason === undefined ? {} : { reason: plainText(input.reason) }),
                },
              }),
      },
    );
    if (result.outcome === 'conflict') {
      const { entry: target } = result;
      return await refuse(input, call, { ...walk, target }, outrun(steps, result));
    }
    const outcome = result.outcome === 'unchanged' ? 'unchanged' : 'promoted';
    return answered({
      ...outcomeOf(input, { ...walk, target: result.entry }, steps, outcome),
      entry: wireEntry(result.entry),
    });
  }

  async function refuse(input: Input, call: Call, walk: Walk, steps: GateStep[]): Promise<CallToolResult> {
    const outcome = outcomeOf(input, walk, steps, 'refused');
    if (!input.dryRun) {
      const gates = outcome.gates.filter((step) => step.outcome === 'refused');
      const rules = new Set(
        gates.flatMap(({ findings }) => findings.filter(isError).map(({ rule }) => rule)),
      );
      await guard.auditor.record(call, {
        ...placeOf({ ...keyOf(input), ...(walk.source?.vertical ? { vertical: walk.source.vertical } : {}) }),
        outcome: outcome.outcome,
        details: {
          to: input.to,
          gates: gates.map((step) => step.gate),
          rules: [...rules],
          ...(input.claim ? { claimedAt: claimOf(input.claim).controlPlane } : {}),
        },
      });
    }
    return answered(outcome);
  }
}

const isWaiting = ({ outcome }: GateStep) => outcome === 'needs-approval';
const isError = ({ severity }: { severity: string }) => severity === 'error';

const APPROVED = passed('approval', 'A person at the client approved this very call.');

function requestOf(input: Input) {
  const { to, ifVersion, ifTargetVersion, own = {}, claim } = input;
  return {
    key: keyOf(input),
    to,
    ifVersion,
    own: own as { [field: string]: Plain },
    ...(ifTargetVersion === undefined ? {} : { ifTargetVersion }),
    ...(claim ? { claim: claimOf(claim) } : {}),
  };
}

/** For the record: where it is said to be registered, which nobody verified. */
function claimed({ unverified }: Source): { controlPlane?: string; verified?: false } {
  return unverified ? { controlPlane: unverified.controlPlane, verified: false } : {};
}

/** What the table of rights says of the promotion itself, also while it is only rehearsed. */
function approvalStep(input: Input, { principal, role }: Call, { unverified }: Source): GateStep {
  const decision = decideTool(principal, NAME, { ...input, dryRun: false });
  if (decision.grant === 'no') return refused('approval', decision.message);
  const isAsked = unverified?.answer === 'ask';
  if (decision.grant === 'yes' && !isAsked)
    return passed('approval', `The role ${decision.role ?? role} needs no approval for ${input.to}.`);
  const who =
    decision.grant === 'yes'
      ? `What nobody verified needs approval to come into ${input.to}`
      : `The role ${decision.role ?? role} needs approval for ${input.to}`;
  const message = `${who}: a person at the client is asked.`;
  return { gate: 'approval', outcome: 'needs-approval', message, findings: [] };
}

function outcomeOf(
  input: Input,
  { source, target, document }: Walk,
  steps: GateStep[],
  otherwise: PromotionAnswer['outcome'],
): PromotionAnswer {
  const refusing = steps.filter(({ outcome }) => outcome === 'refused').map(({ gate }) => gate);
  const refusal = refusing.every((gate) => gate === 'concurrency') ? 'conflict' : 'refused';
  const { name, environment } = keyOf(input);
  return {
    outcome: refusing.length ? refusal : otherwise,
    from: {
      name,
      ...(environment === undefined ? {} : { environment }),
      ...(source ? { version: source.version } : {}),
      ...(source?.unverified ? { controlPlane: source.unverified.controlPlane } : {}),
    },
    to: {
      environment: input.to,
      ...(document?.name === undefined ? {} : { name: document.name }),
      ...(target ? { version: target.version } : {}),
    },
    gates: steps,
    ...(target ? { entry: wireEntry(target) } : {}),
    ...(input.dryRun && document ? { manifest: document.value as Record<string, unknown> } : {}),
    ...(input.dryRun && source ? { own: ownValues(source.manifest, target?.manifest) } : {}),
  };
}

function outrun(steps: GateStep[], { entry }: PutResult): GateStep[] {
  const message = `Meanwhile version ${entry?.version ?? 0} was registered in the next environment. Look at it and promote again.`;
  return complete([...steps.filter(({ gate }) => gate !== 'concurrency'), refused('concurrency', message)]);
}

/** The guard's refusal, with the gates for whoever shows them. */
function withGates(refusal: CallToolResult, input: Input, walk: Walk, steps: GateStep[]): CallToolResult {
  const declined = steps.map((step) =>
    isWaiting(step) ? refused('approval', 'It was not approved.') : step,
  );
  return { ...refusal, structuredContent: outcomeOf(input, walk, declined, 'refused') };
}

function questionOf({ kind, name, to }: Input, { source, target }: Walk): string {
  const there = target ? `in place of version ${target.version}` : 'where it is new';
  const elsewhere = source?.unverified ? ` at ${source.unverified.controlPlane} (not verified)` : '';
  return `${kind} ${name} version ${source?.version} from ${source?.environment}${elsewhere} to ${to}, ${there}`;
}

function historyLine({ reason }: Input, source: Source | undefined): string {
  const elsewhere = source?.unverified ? ` at ${source.unverified.controlPlane} (not verified)` : '';
  const line = `promoted from ${source?.name} version ${source?.version}${elsewhere}`;
  return reason === undefined ? line : `${line}: ${reason}`;
}
