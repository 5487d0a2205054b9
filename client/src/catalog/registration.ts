import type { RegisterResult } from '../../../server/src/protocol/register.ts';

/** The findings of a refusal, one a line. */
export function findingLines({ findings = [] }: RegisterResult): string {
  return findings
    .map(({ rule, message, path }) => `• ${message}${path ? ` (${path})` : ''} [${rule}]`)
    .join('\n');
}
