import type { Suppression } from '../../manifest/document.ts';
import { RULE_IDS } from '../../manifest/schemas.ts';
import type { Finding } from '../rule.ts';

/**
 * What is wrong with the comments that silence findings (decision 6).
 *
 * @param used comments that silenced something
 * @param ran ids of the rules that ran and could decide; the others may yet find what the comment is for
 */
export function* judgeSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Suppression>,
  ran: ReadonlySet<string>,
): Iterable<Finding & { rule: string }> {
  for (const suppression of suppressions) {
    const { start, end, rule: id } = suppression;
    if (suppression.reason === '') {
      const rule = id || '<rule>';
      const message = `Nothing is silenced without a reason: write \`# heady-ignore ${rule}: why this is right here\`.`;
      yield { rule: 'suppression/no-reason', start, end, message };
    } else if (!used.has(suppression) && !(isRule(id) && !ran.has(id))) {
      const message = isRule(id)
        ? `\`${id}\` finds nothing here any more; remove the comment.`
        : `\`${id}\` is no rule; correct its name or remove the comment.`;
      yield { rule: 'suppression/unused', start, end, message };
    }
  }
}

function isRule(id: string): boolean {
  return RULE_IDS.includes(id) || id.startsWith('policy/');
}
