import { z } from 'zod';

export const severitySchema = z.enum(['error', 'warning', 'info']);

/** What a rule says of a manifest, as tools hand it out. */
export const findingShape = {
  rule: z.string(),
  severity: severitySchema,
  message: z.string().describe('What is wrong and what to do'),
  path: z.string().optional().describe('metadata.tags.Owner; absent where it is about the whole'),
};

/** One line for people and agents that read text alone. */
export function findingLine(finding: {
  rule: string;
  severity?: string;
  message: string;
  path?: string | undefined;
}): string {
  const { rule, severity, message, path } = finding;
  return `${severity ? `${severity}: ` : ''}${path ? `${path}: ` : ''}${message} [${rule}]`;
}
