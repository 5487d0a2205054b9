import { z } from 'zod';
import { MAX_SECRET_NAME, refOf, SECRET_NAME, secretPhrase } from '../secrets/secretName.ts';
import type { SecretInfo, SecretKey } from '../store/secretStore.ts';
import { environmentSchema } from './entry.ts';

/** What names a secret in a call. */
export const secretKeySchema = z.object({
  name: z
    .string()
    .max(MAX_SECRET_NAME)
    .regex(SECRET_NAME)
    .describe("What follows heady://secrets/ in a manifest's ref: 'health/billing-db'"),
  environment: environmentSchema
    .optional()
    .describe('Absent: the value for every environment that has none of its own'),
});

/** The version that must be there now. */
export const ifVersionSchema = z
  .number()
  .int()
  .min(0)
  .optional()
  .describe('The version that must be there now, 0 for none; anything else is a conflict. Absent: any');

/** What is told of a secret: all but its value. */
export const secretSchema = z.object({
  name: z.string(),
  ref: z.string().describe('How a manifest refers to it'),
  environment: environmentSchema.optional().describe('Absent: every environment that has none of its own'),
  version: z.number().int().describe('Counts from 1 and grows with each change, also over a removal'),
  updatedAt: z.string().describe('ISO time of this version'),
  keyId: z.string().describe('Names the key that sealed it'),
});

export type WireSecret = z.infer<typeof secretSchema>;

export function keyOf({ name, environment }: z.infer<typeof secretKeySchema>): SecretKey {
  return { name, environment };
}

export function wireSecret({ name, environment, version, updatedAt, keyId }: SecretInfo): WireSecret {
  return { name, ref: refOf({ name }), ...(environment ? { environment } : {}), version, updatedAt, keyId };
}

/** One line for people and agents that read text alone. */
export function secretLine(secret: WireSecret): string {
  const { environment, version, updatedAt, keyId } = secret;
  return `${secretPhrase({ ...secret, environment })}, version ${version} of ${updatedAt}, key ${keyId}`;
}

export function conflictText(secret: WireSecret | undefined): string {
  return secret
    ? `Nothing was changed: meanwhile there is ${secretLine(secret)}.`
    : 'Nothing was changed: there is no such secret, so it has no version to replace.';
}
