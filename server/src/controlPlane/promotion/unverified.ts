import type { Environment } from '../../manifest/document.ts';
import type { CatalogFacts } from '../../rules/facts.ts';

/** Whether something may come from another control plane, of which this one knows only what the caller says. */
export const UNVERIFIED_ANSWERS = ['accept', 'ask', 'refuse'] as const;
export type UnverifiedAnswer = (typeof UNVERIFIED_ANSWERS)[number];

export interface UnverifiedRuling {
  answer: UnverifiedAnswer;
  /** The name of the policy that says so; absent: none says anything. */
  policy?: string;
}

/** What the registered policies say of what comes into an environment unverified; the strictest counts. */
export function unverifiedRuling(
  facts: Pick<CatalogFacts, 'documentsOf'>,
  to: Environment,
): UnverifiedRuling {
  const rulings = facts.documentsOf('Policy').flatMap(({ name, document }): UnverifiedRuling[] => {
    const stated = document.statedText(['spec', 'unverifiedPromotion', to]);
    const answer = UNVERIFIED_ANSWERS.find((each) => each === stated);
    return answer ? [{ answer, policy: name }] : [];
  });
  const strictness = ({ answer }: UnverifiedRuling) => UNVERIFIED_ANSWERS.indexOf(answer);
  const [strictest] = rulings.sort((a, b) => strictness(b) - strictness(a));
  return strictest ?? { answer: 'ask' };
}
