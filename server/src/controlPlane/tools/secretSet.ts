import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { callOf } from '../access/call.ts';
import { placeOfSecret } from '../audit/secretDeed.ts';
import type { ControlPlane } from '../plane.ts';
import {
  conflictText,
  ifVersionSchema,
  keyOf,
  secretKeySchema,
  secretLine,
  secretSchema,
  wireSecret,
} from './secret.ts';

/** More than this is a file, not a secret. In bytes of UTF-8. */
const MAX_VALUE = 64 * 1024;

const inputSchema = secretKeySchema.extend({
  value: z
    .string()
    .min(1)
    .max(MAX_VALUE)
    .refine((value) => Buffer.byteLength(value) <= MAX_VALUE, `More than ${MAX_VALUE} bytes of UTF-8.`)
    // What receives it is an environment variable.
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Not all of it is text.')
    .describe('Kept encrypted; nothing gives it out again'),
  ifVersion: ifVersionSchema,
});

const outputSchema = z.object({
  outcome: z.enum(['created', 'updated', 'conflict']),
  secret: secretSchema.optional().describe('What is there now'),
});

type Answer = z.infer<typeof outputSchema>;

const NO_KEY = `Nothing was kept: this control plane has no key to seal secrets with. Let "openssl rand -hex 32" make one, set it as HEADY_CONTROL_PLANE_SECRETS_KEY or in a file as --secrets-key-file, and start the control plane again; nodes that share a store need the same one. In an editor, its command "Heady: Create Key for Secrets" does all that.`;

/** `secret_set`: keeps a value that only a deployment receives. */
export function registerSecretSet(server: McpServer, { vault, guard }: ControlPlane): void {
  server.registerTool(
    'secret_set',
    {
      title: 'Set a secret',
      description:
        'Creates a secret or replaces its value, which is sealed and can never be read back. Do not ask people for a value in a conversation, and do not repeat one: what stands in a conversation is secret no more. Values belong here straight from what generates them or from the program that a person enters them in.',
      inputSchema,
      outputSchema,
      // The value before is gone. Set twice, it is another version.
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    async ({ value, ifVersion, ...named }, context) => {
      const call = callOf(context);
      const secret = keyOf(named);
      if (!vault.hasKey) {
        const details = { rule: 'secrets/no-key' };
        await guard.auditor.record(call, { ...placeOfSecret(secret), outcome: 'refused', details });
        return { isError: true, content: [{ type: 'text', text: NO_KEY }] };
      }
      const { outcome, secret: now } = await vault.set(secret, value, {
        ...(ifVersion === undefined ? {} : { ifVersion }),
        signal: call.signal,
        audit: ({ outcome, secret: now }) =>
          guard.auditor.eventOf(call, {
            ...placeOfSecret(secret),
            outcome,
            ...(now ? { details: { version: now.version } } : {}),
          }),
      });
      const answer: Answer = { outcome, ...(now ? { secret: wireSecret(now) } : {}) };
      return { structuredContent: answer, content: [{ type: 'text', text: describe(answer) }] };
    },
  );
}

function describe({ outcome, secret }: Answer): string {
  if (outcome === 'conflict' || !secret) return conflictText(secret);
  return `${outcome === 'created' ? 'Created' : 'Updated'}: ${secretLine(secret)}`;
}
