import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { ControlPlane } from '../plane.ts';
import { decodeSecretCursor, encodeSecretCursor, isAfter } from '../secrets/secretCursor.ts';
import { environmentSchema } from './entry.ts';
import { secretLine, secretSchema, wireSecret } from './secret.ts';

const inputSchema = z.object({
  environment: environmentSchema
    .or(z.literal('none'))
    .optional()
    .describe("'none': those that are for every environment"),
  cursor: z.string().optional().describe("'nextCursor' of the page before"),
  limit: z.number().int().min(1).max(500).default(100).describe('Secrets on a page'),
});

const listedSchema = secretSchema.extend({
  openable: z
    .boolean()
    .describe('Whether the control plane has the key that sealed it; without it the value is out of reach'),
});

const outputSchema = z.object({
  secrets: z.array(listedSchema),
  nextCursor: z.string().optional().describe('Absent: this is the last page'),
});

/** `secret_list`: which secrets there are. */
export function registerSecretList(server: McpServer, { vault }: ControlPlane): void {
  server.registerTool(
    'secret_list',
    {
      title: 'List secrets',
      description:
        'Names, environments and versions of the secrets there are, never a value: no tool gives one out.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ environment, cursor, limit }) => {
      const last = cursor === undefined ? undefined : decodeSecretCursor(cursor);
      const found = (await vault.list()).filter(
        (secret) =>
          (environment === undefined || environment === (secret.environment ?? 'none')) &&
          (last === undefined || isAfter(secret, last)),
      );
      const page = found.slice(0, limit);
      const end = found.length > limit ? page.at(-1) : undefined;
      const secrets = page.map((secret) => ({ ...wireSecret(secret), openable: secret.openable }));
      const structuredContent = { secrets, ...(end ? { nextCursor: encodeSecretCursor(end) } : {}) };
      return { structuredContent, content: [{ type: 'text', text: describe(structuredContent) }] };
    },
  );
}

function describe({ secrets, nextCursor }: z.infer<typeof outputSchema>): string {
  if (secrets.length === 0) return 'There are no secrets.';
  const lines = secrets.map((secret) => secretLine(secret) + (secret.openable ? '' : ', which is not here'));
  return [...lines, ...(nextCursor === undefined ? [] : [`More with cursor ${nextCursor}`])].join('\n');
}
