import type { ScaffoldAnswers } from '../../protocol/scaffold.ts';
import { QUESTIONS } from '../../scaffold/answers.ts';
import type { CreatedKind } from '../../scaffold/template/template.ts';
import type { Offer } from './templateChoice.ts';

/** What must still be answered, as it is said on the command line. */
export function missingAnswers(
  kind: CreatedKind,
  answers: ScaffoldAnswers,
  offer: Offer | undefined,
  offers: readonly Offer[],
): string[] {
  const questions = QUESTIONS[kind]
    .filter((question) => question !== 'description' && !answers[question])
    .map((question) => (question === 'name' ? 'a name' : `--${question}`));
  if (!offer) return [...questions, `--template (${offers.map(({ template }) => template.name).join(', ')})`];
  const { spec, parameters } = offer.template;
  const settings = (spec.parameters?.required ?? []).filter(
    (name) => parameters.get(name)?.default === undefined && answers.parameters?.[name] === undefined,
  );
  return [...questions, ...settings.map((name) => `--set ${name}=...`)];
}
