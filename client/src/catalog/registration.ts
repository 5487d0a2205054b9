import type { CatalogItem, EnvironmentInfo, RegisterResult } from '../../../server/src/protocol.ts';

/** Whether an entry may be registered as things are, must be confirmed first, or may not. */
export type Gate = { pass: 'free' } | { pass: 'ask'; question: string } | { pass: 'closed'; reason: string };

/**
 * The editor's own gate before anything is sent: prod always asks, others as their Environment manifest says.
 *
 * @param label the environment as people write it
 */
export function registrationGate(
  item: Pick<CatalogItem, 'name' | 'environment'>,
  guard: Pick<EnvironmentInfo, 'readOnly' | 'confirm'> | undefined,
  label: string,
): Gate {
  if (item.environment === undefined) return { pass: 'free' };
  if (guard?.readOnly)
    return {
      pass: 'closed',
      reason: `${label} is read-only: its Environment manifest sets guard.readOnly. Nothing was registered.`,
    };
  if (item.environment === 'prod' || guard?.confirm)
    return { pass: 'ask', question: `Register ${item.name} in the ${label} catalog?` };
  return { pass: 'free' };
}

/** The findings of a refusal, one a line. */
export function findingLines({ findings = [] }: RegisterResult): string {
  return findings
    .map(({ rule, message, path }) => `• ${message}${path ? ` (${path})` : ''} [${rule}]`)
    .join('\n');
}
