import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { formatPath } from '../../manifest/tree.ts';
import { differences } from '../../rules/catalog/differences.ts';
import type { CatalogStore, EntryVersion } from '../store/catalogStore.ts';
import { entryKeyShape, keyOf, releaseShape } from './entryKey.ts';

const inputSchema = z.object({
  ...entryKeyShape,
  release: releaseShape,
  manifests: z.boolean().optional().describe('Each version with its whole manifest'),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional()
    .describe("'nextCursor' of the page before"),
  limit: z.number().int().min(1).max(100).default(20).describe('Versions on a page'),
});

const versionSchema = z.object({
  version: z.number().int(),
  registeredAt: z.string().describe('ISO time'),
  actor: z
    .string()
    .optional()
    .describe('Who registered or retired it; absent: registered before that was kept'),
  source: z.string().optional().describe('On whose behalf or by what means, as the client said'),
  retired: z.boolean().optional().describe('This version took it out of use'),
  changed: z
    .array(z.string())
    .optional()
    .describe('Fields that differ from the version before; absent for the first version'),
  manifest: z.record(z.string(), z.unknown()).optional(),
});

const outputSchema = z.object({
  versions: z.array(versionSchema).describe('The latest first'),
  nextCursor: z.string().optional().describe('Absent: this is the last page'),
});

type Version = z.infer<typeof versionSchema>;

/** `catalog_history`: the versions of an entry, who made them, and what changed. Also of what is retired. */
export function registerCatalogHistory(server: McpServer, store: CatalogStore): void {
  server.registerTool(
    'catalog_history',
    {
      title: 'History of a catalog entry',
      description:
        'Every version of an entry, the latest first: who made it, when, and which fields changed.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ limit, cursor, manifests, ...named }) => {
      const before = cursor === undefined ? {} : { before: Number(cursor) };
      // One more: the last one on the page is compared with it.
      const found = await store.history(keyOf(named), { limit: limit + 1, ...before });
      if (found.length === 0) {
        const text = cursor
          ? 'There are no earlier versions.'
          : `The catalog never had a ${named.kind} named "${named.name}"${named.environment ? ` in ${named.environment}` : ''}. catalog_search lists what it has.`;
        if (cursor === undefined) return { isError: true, content: [{ type: 'text', text }] };
        return { structuredContent: { versions: [] }, content: [{ type: 'text', text }] };
      }
      const page = found.slice(0, limit);
      const versions = page.map((each, index) => wireVersion(each, found[index + 1], manifests ?? false));
      const last = page.at(-1);
      const next = found.length > limit && last ? { nextCursor: String(last.version) } : {};
      const text = [
        ...versions.map(versionLine),
        ...('nextCursor' in next ? [`more with cursor ${next.nextCursor}`] : []),
      ];
      return { structuredContent: { versions, ...next }, content: [{ type: 'text', text: text.join('\n') }] };
    },
  );
}

function wireVersion(each: EntryVersion, before: EntryVersion | undefined, withManifest: boolean): Version {
  const { manifest, ...rest } = each;
  return {
    ...rest,
    ...(before ? { changed: differences(manifest, before.manifest).map(formatPath) } : {}),
    ...(withManifest ? { manifest: manifest as Record<string, unknown> } : {}),
  };
}

function versionLine({ version, registeredAt, actor, source, retired, changed }: Version): string {
  const by = actor === undefined ? '' : ` by ${actor}`;
  const how = source === undefined ? '' : ` (${source})`;
  const what = changed?.length ? `, changed ${changed.join(', ')}` : '';
  return `version ${version}: ${retired ? 'retired' : 'registered'} ${registeredAt}${by}${how}${retired ? '' : what}`;
}
