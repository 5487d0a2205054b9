import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { CatalogQuery, CatalogStore } from '../store/catalogStore.ts';
import { entryLine, entrySchema, environmentSchema, wireEntry } from './entry.ts';

const inputSchema = z.object({
  text: z
    .string()
    .max(200)
    .optional()
    .describe('Part of name, title, description, owner or vertical; case is ignored'),
  kind: z.string().optional().describe('Service, Vertical, Environment, Policy, ...'),
  environment: environmentSchema
    .or(z.literal('none'))
    .optional()
    .describe("'none': entries that belong to no environment"),
  vertical: z.string().optional(),
  owner: z.string().optional(),
  tag: z
    .string()
    .optional()
    .describe("'Owner' for entries with that tag, 'Owner=team-billing' for those with that value"),
  since: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Only entries that changed after this revision of the catalog'),
  includeRetired: z
    .boolean()
    .optional()
    .describe('Also what is out of use; who follows by since learns of it this way'),
  cursor: z.string().optional().describe("'nextCursor' of the page before"),
  limit: z
    .number()
    .int()
    .min(1)
    .max(500)
    .default(100)
    .describe('Entries on a page; a page of long ones may hold fewer'),
});

const outputSchema = z.object({
  entries: z.array(entrySchema),
  nextCursor: z.string().optional().describe('Absent: this is the last page'),
  total: z.number().int().describe('Entries that match, on all pages'),
  revision: z
    .number()
    .int()
    .describe(
      'Counts the changes of the catalog; 0: nothing was ever registered. Give it as since to learn what is new',
    ),
});

/** `catalog_search`: what is registered, page by page. */
export function registerCatalogSearch(server: McpServer, store: CatalogStore): void {
  server.registerTool(
    'catalog_search',
    {
      title: 'Search the catalog',
      description:
        'Lists registered services, verticals, environments and policies that meet all conditions given.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ limit, cursor, ...query }) => {
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const result = await store.search(query as CatalogQuery, page);
      const entries = result.entries.map(wireEntry);
      const { total, revision, nextCursor } = result;
      const structuredContent = {
        entries,
        total,
        revision,
        ...(nextCursor === undefined ? {} : { nextCursor }),
      };
      return {
        structuredContent,
        content: [{ type: 'text', text: describe(entries.map(entryLine), total, nextCursor) }],
      };
    },
  );
}

function describe(lines: string[], total: number, nextCursor: string | undefined): string {
  if (total === 0) return 'Nothing in the catalog matches.';
  const more = nextCursor === undefined ? '' : `; more with cursor ${nextCursor}`;
  return `${lines.length} of ${total}${more}\n${lines.join('\n')}`;
}
