import { z } from 'zod';
import { hashOf, nameOf, PIN_KINDS } from '../pins/definition.ts';
import type { DecidedPin, PinDraft } from '../store/pinStore.ts';

/** Of one definition, in UTF-16 units of its JSON: what is longer no model reads with profit. */
const LONGEST_DEFINITION = 256 * 1024;

export const serverNameSchema = z
  .string()
  .min(1)
  .max(200)
  .describe("The server's name, as its manifest has it");

export const pinKindSchema = z.enum(PIN_KINDS).describe("'server': its instructions");

/** A definition, whole and as the server gave it. */
export const definitionSchema = z
  .record(z.string(), z.unknown())
  .describe('As the server gave it: every field counts. Of instructions: { instructions: TEXT }');

export const decidedPinSchema = z.object({
  server: z.string(),
  kind: pinKindSchema,
  name: z.string(),
  hash: z.string().describe('SHA-256 of the definition with its keys in order'),
  decision: z.enum(['approved', 'rejected']),
  actor: z.string().describe('Who decided'),
  decidedAt: z.string().describe('ISO time'),
  definition: definitionSchema.optional().describe('Where it was asked for'),
});

export type WirePin = z.infer<typeof decidedPinSchema>;

export function wirePin({ definition, ...pin }: DecidedPin, withDefinition: boolean): WirePin {
  return { ...pin, ...(withDefinition ? { definition } : {}) };
}

/** @returns in words why it cannot be decided about, where it cannot */
export function draftOf(
  server: string,
  kind: PinDraft['kind'],
  definition: Readonly<Record<string, unknown>>,
): PinDraft | string {
  const name = nameOf(kind, definition);
  if (name === undefined)
    return `It has no ${kind === 'templates' ? 'uriTemplate' : 'name'}, so nothing is called by it.`;
  const hash = hashOf(definition);
  if (hash === undefined) return `The definition of "${name}" is nested too deep to be written down.`;
  if (JSON.stringify(definition).length > LONGEST_DEFINITION)
    return `The definition of "${name}" is longer than ${LONGEST_DEFINITION} characters.`;
  return { server, kind, name, hash, definition };
}
