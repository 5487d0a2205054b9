import { removeComment } from '../../manifest/removeEdits.ts';
import { fixHere } from '../fix.ts';
import type { Rule } from '../rule.ts';

/** A rule about a suppression. The engine finds these (judge.ts): only it knows what the comments silenced. */
export function suppressionRule({ id, summary, severity }: Pick<Rule, 'id' | 'summary' | 'severity'>): Rule {
  return {
    id,
    summary,
    severity,
    raised: false,
    check: () => [],
    fixes: (finding, context) =>
      fixHere(context, 'Remove the comment', removeComment(context.document.text, finding), true),
  };
}
