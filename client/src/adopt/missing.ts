import type { AdoptAnswers, AdoptReport } from '../../../server/src/protocol/adopt.ts';

export type AdoptQuestion = keyof AdoptAnswers;

/** Fields that the answers fill, and the kinds that have to state them. */
const FIELDS: readonly (readonly [AdoptQuestion, string, readonly string[]])[] = [
  ['environment', 'spec.environment', ['Service', 'VirtualMachine']],
  ['vertical', 'metadata.tags.Vertical', ['Service', 'VirtualMachine', 'Api', 'Agent']],
  ['owner', 'metadata.tags.Owner', ['Service', 'VirtualMachine', 'Api', 'Agent']],
  ['sensitivity', 'metadata.tags.DataSensitivity', ['Service', 'VirtualMachine', 'Api', 'Agent']],
];

/** How many of the new manifests lack what, for as much of it as anybody lacks. */
export function missingAnswers({ manifests }: AdoptReport): Map<AdoptQuestion, number> {
  const fresh = manifests.filter(({ status }) => status === 'new');
  const missing = new Map<AdoptQuestion, number>();
  for (const [question, field, kinds] of FIELDS) {
    const lacking = fresh.filter(
      ({ kind, fields }) => kinds.includes(kind) && !fields.some((each) => each.field === field),
    );
    if (lacking.length > 0) missing.set(question, lacking.length);
  }
  return missing;
}
