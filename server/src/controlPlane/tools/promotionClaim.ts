import { z } from 'zod';
import { redacted } from '../../rules/security/redacted.ts';
import { plainText } from '../access/plainText.ts';
import type { Claim } from '../promotion/request.ts';

/** Of the name of another control plane, in UTF-16 units. */
const MAX_PLACE = 300;

/** What whoever promotes says that another control plane has. */
export const claimSchema = z
  .object({
    controlPlane: z
      .string()
      .min(1)
      .max(MAX_PLACE)
      .describe('Where it was read: the URL of that control plane, without credentials'),
    entry: z
      .object({
        version: z.number().int().min(1),
        manifest: z.record(z.string(), z.unknown()).describe('As catalog_get answered there'),
      })
      .optional()
      .describe('Absent: that control plane has no such entry'),
  })
  .describe(
    'Of an entry that another control plane has: what was just read there. This one cannot verify it: it is taken as the word of whoever calls, recorded as such, and a Policy (spec.unverifiedPromotion) says whether that suffices; where none does, a person is asked to approve',
  );

/** The same, fit for messages and records: people paste addresses with what lets them in. */
export function claimOf({ controlPlane, entry }: z.infer<typeof claimSchema>): Claim {
  return {
    controlPlane: redacted(plainText(controlPlane, MAX_PLACE)),
    ...(entry ? { entry: entry as Required<Claim>['entry'] } : {}),
  };
}
