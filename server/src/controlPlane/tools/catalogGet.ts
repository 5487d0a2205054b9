import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { entryLine, entrySchema, environmentSchema, wireEntry } from './entry.ts';

const inputSchema = z.object({
  kind: z.string(),
  name: z.string(),
  environment: environmentSchema
    .optional()
    .describe('Absent: wherever it is; names of services say their environment'),
});

/** `catalog_get`: one entry with its manifest. */
export function registerCatalogGet(server: McpServer, store: CatalogStore): void {
  server.registerTool(
    'catalog_get',
    {
      title: 'Get a catalog entry',
      description: 'One registered service, vertical, environment or policy, with its whole manifest.',
      inputSchema,
      outputSchema: z.object({ entry: entrySchema }),
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ kind, name, environment }) => {
      const found = await find(store, kind, name, environment);
      if (!found) {
        const where = environment ? ` in ${environment}` : '';
        const text = `The catalog has no ${kind} named "${name}"${where}. catalog_search lists what it has.`;
        return { isError: true, content: [{ type: 'text', text }] };
      }
      const entry = wireEntry(found);
      const text = `${entryLine(entry)}\n${JSON.stringify(entry.manifest, null, 2)}`;
      return { structuredContent: { entry }, content: [{ type: 'text', text }] };
    },
  );
}

async function find(
  store: CatalogStore,
  kind: string,
  name: string,
  environment: StoredEntry['environment'],
): Promise<StoredEntry | undefined> {
  for (const each of environment ? [environment] : [undefined, ...ENVIRONMENTS]) {
    const entry = await store.get({ kind, name, environment: each });
    if (entry) return entry;
  }
  return undefined;
}
