import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { callOf } from '../access/call.ts';
import { placeOfSecret } from '../audit/secretDeed.ts';
import type { ControlPlane } from '../plane.ts';
import { secretPhrase } from '../secrets/secretName.ts';
import { conflictText, ifVersionSchema, keyOf, secretKeySchema, secretSchema, wireSecret } from './secret.ts';

const outputSchema = z.object({
  outcome: z.enum(['removed', 'absent', 'conflict']),
  secret: secretSchema.optional().describe('Of a conflict: what is there now'),
});

/** `secret_remove`: erases a value. A tool of its own, so that whoever approves a call sees what it does. */
export function registerSecretRemove(server: McpServer, { vault, guard }: ControlPlane): void {
  server.registerTool(
    'secret_remove',
    {
      title: 'Remove a secret',
      description:
        'Erases a secret with its value, for good. What refers to it gets none with its next deployment.',
      inputSchema: secretKeySchema.extend({ ifVersion: ifVersionSchema }),
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ ifVersion, ...named }, context) => {
      const call = callOf(context);
      const secret = keyOf(named);
      const result = await vault.remove(secret, {
        ...(ifVersion === undefined ? {} : { ifVersion }),
        signal: call.signal,
        audit: ({ outcome }) => guard.auditor.eventOf(call, { ...placeOfSecret(secret), outcome }),
      });
      const now = result.outcome === 'conflict' && result.secret ? wireSecret(result.secret) : undefined;
      const structuredContent = { outcome: result.outcome, ...(now ? { secret: now } : {}) };
      const text = {
        removed: `Removed: ${secretPhrase(secret)}.`,
        absent: `There is no ${secretPhrase(secret)}; secret_list names those there are.`,
        conflict: conflictText(now),
      }[result.outcome];
      return { structuredContent, content: [{ type: 'text', text }] };
    },
  );
}
