import { z } from 'zod';
import type { StoredEntry } from '../store/catalogStore.ts';

export const environmentSchema = z.enum(['dev', 'test', 'stage', 'prod']);

/** An entry of the catalog, as tools and resources hand it out. */
export const entrySchema = z.object({
  kind: z.string(),
  name: z.string(),
  environment: environmentSchema
    .optional()
    .describe('Absent: it belongs to no environment, as a vertical or a policy'),
  release: z.string().optional().describe('The version of a golden image; several may be registered'),
  title: z.string().optional(),
  vertical: z.string().optional(),
  owner: z.string().optional(),
  sensitivity: z.string().optional(),
  version: z.number().int().describe('Counts from 1 and grows with each change'),
  registeredAt: z.string().describe('ISO time of this version'),
  actor: z.string().optional().describe('Who registered this version'),
  source: z.string().optional().describe('On whose behalf or by what means, as the client said'),
  retiredAt: z.string().optional().describe('ISO time since when it is out of use'),
  manifest: z.record(z.string(), z.unknown()).describe('The whole registered manifest'),
});

export type WireEntry = z.infer<typeof entrySchema>;

export function wireEntry(entry: StoredEntry): WireEntry {
  const { environment, tags: _, revision: __, manifest, ...rest } = entry;
  return { ...rest, ...(environment ? { environment } : {}), manifest: manifest as Record<string, unknown> };
}

/** One line for people and agents that read text alone. */
export function entryLine({
  kind,
  name,
  environment,
  vertical,
  owner,
  sensitivity,
  version,
}: WireEntry): string {
  const facts = [environment, vertical, owner, sensitivity, `version ${version}`].filter(Boolean);
  return `${kind} ${name} (${facts.join(', ')})`;
}
