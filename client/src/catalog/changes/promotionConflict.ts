import type { PromoteParams, Promotion } from '../../../../server/src/protocol/entryChanges.ts';
import type { SidedEntry } from '../../entryDetails/versionDocuments.ts';
import { environmentLabels } from '../../environments/environments.ts';

/** What somebody changed meanwhile, so that a promotion would not be the one that was shown. */
export interface PromotionConflict {
  /** In words for people. */
  message: string;
  /** What it was beside what it is by now; undefined where there is nothing to be seen any more. */
  sides?: [SidedEntry, SidedEntry];
}

/** @param shown as it was asked for, with the versions that were known then; there 0: none, undefined: nobody knew */
export function promotionConflict(shown: PromoteParams, answer: Promotion): PromotionConflict {
  const { kind, name, environment, ifVersion, to, ifTargetVersion: before } = shown;
  const source = { kind, name, ...(environment ? { environment } : {}) };
  const { sourceVersion, targetVersion } = answer;
  if (sourceVersion !== undefined && sourceVersion !== ifVersion) {
    return {
      message: `${name} is registered as version ${sourceVersion} by now, not ${ifVersion}.`,
      sides: [
        { ref: source, side: ifVersion },
        { ref: source, side: sourceVersion },
      ],
    };
  }
  const target = { kind, name: answer.name ?? name, environment: to };
  const where = environmentLabels[to];
  if (targetVersion === 0) return { message: `${target.name} was retired from ${where} meanwhile.` };
  const was = before === undefined ? '' : before === 0 ? ', where there was none' : `, not ${before}`;
  return {
    message: `${target.name} is version ${targetVersion} in ${where} by now${was}.`,
    sides: [
      // Of what was not there before, what would be promoted is the other side.
      before ? { ref: target, side: before } : { ref: source, side: ifVersion },
      { ref: target, side: targetVersion },
    ],
  };
}
