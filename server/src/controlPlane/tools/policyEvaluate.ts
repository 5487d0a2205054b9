import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_MANIFEST, manifestTooLong } from '../../catalog/controlPlane/contract.ts';
import type { Environment, ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { parseManifest } from '../../manifest/parse.ts';
import { PROMOTED_KINDS } from '../../manifest/promotion.ts';
import { documentOf } from '../gate/draft.ts';
import type { Verdict } from '../gate/gate.ts';
import type { ControlPlane } from '../plane.ts';
import { promoted, renamed } from '../promotion/promoted.ts';
import type { CatalogQuery, CatalogStore } from '../store/catalogStore.ts';
import { environmentSchema } from './entry.ts';
import { keyOf } from './entryKey.ts';
import { Progress } from './progress.ts';
import { verdictSchema, verdictText, type WireVerdict, wireVerdict } from './verdict.ts';

const inputSchema = z.object({
  manifest: z.record(z.string(), z.unknown()).optional().describe('A manifest to judge'),
  text: z
    .string()
    .max(MAX_MANIFEST)
    .optional()
    .describe('The same as YAML; its comments may silence findings'),
  kind: z
    .string()
    .max(200)
    .optional()
    .describe('With name: a registered entry. With all: entries of this kind'),
  name: z.string().max(500).optional(),
  environment: environmentSchema.optional().describe('Of the entry. With all: entries of this environment'),
  all: z.boolean().optional().describe('Every registered entry: which of them would the gate refuse today?'),
  to: environmentSchema.optional().describe('Judged as after a promotion to this environment; not with all'),
  withPassed: z.boolean().optional().describe('With all: also list entries that pass'),
  cursor: z.string().optional().describe("With all: 'nextCursor' of the page before"),
  limit: z.number().int().min(1).max(2_000).default(500).describe('With all: entries to judge on a page'),
});

const outputSchema = z.object({
  results: z.array(verdictSchema),
  evaluated: z.number().int().describe('Manifests judged; with all, those of this page'),
  refused: z.number().int().describe('How many of them the gate refuses'),
  total: z.number().int().optional().describe('With all: entries there are to judge, on all pages'),
  nextCursor: z.string().optional().describe('Absent: this is the last page'),
});

type Input = z.infer<typeof inputSchema>;
type Output = z.infer<typeof outputSchema>;

/** What was asked for cannot be judged; the message says why. */
class EvaluationError extends Error {}

/** `policy_evaluate`: what the gate would say, without asking it to let anything in. */
export function registerPolicyEvaluate(server: McpServer, { store: { catalog }, gate }: ControlPlane): void {
  server.registerTool(
    'policy_evaluate',
    {
      title: 'Evaluate against the policies',
      description:
        'Judges a manifest, a registered entry, or all of them, as registering (or with "to", promoting) would, and changes nothing. Give one of: manifest, text, kind with name, all.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async (input, context) => {
      try {
        const output = input.all ? await evaluateAll(input, context) : await evaluateOne(input);
        return { structuredContent: output, content: [{ type: 'text', text: describe(output) }] };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        return { isError: true, content: [{ type: 'text', text: error.message }] };
      }
    },
  );

  async function evaluateOne(input: Input): Promise<Output> {
    const { document, version } = await documentIn(input, catalog);
    const result = input.to
      ? await judgedAfterPromotion(document, input.to)
      : wireVerdict(document, await gate.judge(document), {
          inText: input.text !== undefined,
          ...(version === undefined ? {} : { version }),
        });
    return { results: [result], evaluated: 1, refused: Number(result.outcome === 'refused') };
  }

  async function judgedAfterPromotion(document: ManifestDocument, to: Environment): Promise<WireVerdict> {
    const promotedDocument = await asPromoted(document, to, catalog);
    const verdict = await gate.judge(promotedDocument, { acrossCatalog: true });
    return wireVerdict(promotedDocument, allErrorsBlock(verdict), {});
  }

  async function evaluateAll(input: Input, context: ServerContext): Promise<Output> {
    const { kind, environment, cursor, limit, to, withPassed } = input;
    if (to) throw new EvaluationError('Promotion is judged for one entry at a time: give its kind and name.');
    const query: CatalogQuery = { ...(kind ? { kind } : {}), ...(environment ? { environment } : {}) };
    const page = await catalog.search(query, { limit, ...(cursor === undefined ? {} : { cursor }) });
    const progress = new Progress(context);
    const results: WireVerdict[] = [];
    for (const [done, { manifest, version }] of page.entries.entries()) {
      await progress.step(done, page.entries.length, `${done} of ${page.entries.length} entries`);
      const document = documentOf(manifest as Record<string, unknown>);
      if (document) results.push(wireVerdict(document, await gate.judge(document), { version }));
    }
    const refused = results.filter(({ outcome }) => outcome === 'refused');
    return {
      results: withPassed ? results : refused,
      evaluated: page.entries.length,
      refused: refused.length,
      total: page.total,
      ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    };
  }
}

/** @throws EvaluationError */
async function documentIn(
  { manifest, text, kind, name, environment }: Input,
  catalog: CatalogStore,
): Promise<{ document: ManifestDocument; version?: number }> {
  const given = [manifest, text, name].filter((each) => each !== undefined);
  if (given.length !== 1 || (name !== undefined && kind === undefined)) {
    throw new EvaluationError('Give one of: manifest, text, kind with name, or all.');
  }
  if (manifest !== undefined) {
    const length = JSON.stringify(manifest).length;
    if (length > MAX_MANIFEST) throw new EvaluationError(manifestTooLong(length));
    return { document: documentOf(manifest) ?? nothingIn('manifest') };
  }
  if (text !== undefined) {
    const [first, ...others] = parseManifest(text).documents;
    if (others.length) throw new EvaluationError('The text holds several manifests. Send one at a time.');
    return { document: first?.document ?? nothingIn('text') };
  }
  const found = await catalog.get(
    keyOf({ kind: kind ?? '', name: name ?? '', ...(environment ? { environment } : {}) }),
  );
  if (!found) {
    throw new EvaluationError(
      `The catalog has no ${kind} named "${name}". catalog_search lists what it has.`,
    );
  }
  const document = documentOf(found.manifest as Record<string, unknown>) ?? nothingIn('entry');
  return { document, version: found.version };
}

function nothingIn(what: string): never {
  throw new EvaluationError(`The ${what} holds no manifest.`);
}

/** @throws EvaluationError */
async function asPromoted(
  document: ManifestDocument,
  to: Environment,
  catalog: CatalogStore,
): Promise<ManifestDocument> {
  const { kind = '', name = '', value } = document;
  const from = environmentOf(document);
  if (!from || value === undefined || !PROMOTED_KINDS.includes(kind)) {
    throw new EvaluationError('This cannot be promoted: it belongs to no environment.');
  }
  const target = await catalog.get({ kind, name: renamed(name, from, to), environment: to });
  const manifest = promoted({ from, to, manifest: value, target: target?.manifest, own: {} });
  return documentOf(manifest) ?? nothingIn('manifest');
}

/** A promotion asks for what registering lets come later: that all it refers to is there. */
function allErrorsBlock({ findings, undecided }: Verdict): Verdict {
  const errors = findings.map((finding) => ({ ...finding, blocks: finding.severity === 'error' }));
  return { findings: errors, undecided };
}

function describe({ results, evaluated, refused, total, nextCursor }: Output): string {
  const lines = results.map(verdictText);
  if (total === undefined) return lines.join('\n');
  const more = nextCursor === undefined ? '' : ` More with cursor ${nextCursor}.`;
  return [`${refused} of ${evaluated} entries would be refused today; ${total} match.${more}`, ...lines].join(
    '\n',
  );
}
