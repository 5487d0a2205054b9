import type { ScaffoldAnswers, ScaffoldField, ScaffoldProblem } from '../../../server/src/protocol.ts';
import { isEnvironmentName } from '../environments/environments.ts';

/** From the least to the most sensitive. */
export const sensitivities = ['public', 'internal', 'confidential', 'restricted'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export const sensitivityMeanings: Readonly<Record<Sensitivity, string>> = {
  public: 'Anyone may read it',
  internal: 'Everybody in the organisation may read it',
  confidential: 'Only those whose work needs it: personal or business data',
  restricted: 'Only named people: health, payment or legal data, credentials',
};

function isSensitivity(value: unknown): value is Sensitivity {
  return sensitivities.some((sensitivity) => sensitivity === value);
}

/** The sensitivities that a vertical with this maximum allows; all where it states none. */
export function allowedSensitivities(maximum: string | undefined): readonly Sensitivity[] {
  return isSensitivity(maximum) ? sensitivities.slice(0, sensitivities.indexOf(maximum) + 1) : sensitivities;
}

/**
 * The answers that a keybinding's `args` or a node of the catalog brings along. What is no answer is left out.
 */
export function givenAnswers(target: unknown): Partial<ScaffoldAnswers> {
  if (typeof target !== 'object' || target === null) return {};
  const given = target as Partial<Record<ScaffoldField, unknown>>;
  const answers: Partial<ScaffoldAnswers> = {};
  if (isEnvironmentName(given.environment)) answers.environment = given.environment;
  if (isSensitivity(given.sensitivity)) answers.sensitivity = given.sensitivity;
  for (const field of ['vertical', 'service', 'owner', 'description'] as const) {
    const answer = given[field];
    if (typeof answer === 'string') answers[field] = answer;
  }
  return answers;
}

/** The answers when none is missing; a description may be. */
export function completeAnswers(answers: Partial<ScaffoldAnswers>): ScaffoldAnswers | undefined {
  const { environment, vertical, service, owner, sensitivity, description } = answers;
  if (!environment || !vertical || !service || !owner || !sensitivity) return undefined;
  return { environment, vertical, service, owner, sensitivity, ...(description ? { description } : {}) };
}

const rank = { error: 0, warning: 1, info: 2 };

/** The worst problem of a field. */
export function worstProblem(
  problems: readonly ScaffoldProblem[],
  field: ScaffoldField,
): ScaffoldProblem | undefined {
  return problems
    .filter((problem) => problem.field === field)
    .sort((a, b) => rank[a.severity] - rank[b.severity])[0];
}
