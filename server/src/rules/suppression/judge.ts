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
      yield { rule: 'suppression/no-reason', start, end, message: withoutReason(id) };
    } else if (!used.has(suppression)) {
      const message = withoutEffect(id, ran);
      if (message) yield { rule: 'suppression/unused', start, end, message };
    }
  }
}

function withoutReason(id: string): string {
  if (id.includes(',')) {
    const [first = ''] = id.split(',');
    return `A comment silences one rule: write "# heady-ignore ${first || '<rule>'}: why this is right here", and a comment of its own for each further rule.`;
  }
  return `Nothing is silenced without a reason: write "# heady-ignore ${id || '<rule>'}: why this is right here".`;
}

/** Why a comment silenced nothing; undefined where its rule could not be judged. */
function withoutEffect(id: string, ran: ReadonlySet<string>): string | undefined {
  // They are found when all that can be silenced has been.
  if (id.startsWith('suppression/') && isRule(id)) {
    return `"${id}" cannot be silenced by a comment; remove this one and mend or remove the one it is meant for.`;
  }
  if (id.includes(',')) return 'A comment silences one rule; write a comment for each.';
  if (!isRule(id)) return `"${id}" is no rule; correct its name or remove the comment.`;
  return ran.has(id) ? `"${id}" finds nothing here any more; remove the comment.` : undefined;
}

function isRule(id: string): boolean {
  return RULE_IDS.includes(id) || id.startsWith('policy/');
}
