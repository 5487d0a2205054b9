import type {
  ScaffoldAnswers,
  ScaffoldProblem,
  ScaffoldQuestion,
} from '../../../server/src/protocol/scaffold.ts';
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
 * `service` is what `name` was called once.
 */
export function givenAnswers(target: unknown): ScaffoldAnswers {
  if (typeof target !== 'object' || target === null) return {};
  const given = target as Partial<Record<ScaffoldQuestion | 'service' | 'parameters', unknown>>;
  const answers: ScaffoldAnswers = {};
  if (isEnvironmentName(given.environment)) answers.environment = given.environment;
  if (isSensitivity(given.sensitivity)) answers.sensitivity = given.sensitivity;
  if (typeof given.service === 'string') answers.name = given.service;
  for (const question of ['vertical', 'name', 'owner', 'description'] as const) {
    const answer = given[question];
    if (typeof answer === 'string') answers[question] = answer;
  }
  const { parameters } = given;
  if (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters))
    answers.parameters = { ...parameters };
  return answers;
}

/** The name of the template that a keybinding's `args` choose. */
export function givenTemplate(target: unknown): string | undefined {
  const template =
    typeof target === 'object' && target !== null ? (target as { template?: unknown }).template : undefined;
  return typeof template === 'string' ? template : undefined;
}

/** What can be mended: a question that everybody is asked, or one of the template's own. */
export type Fault = Pick<ScaffoldProblem, 'question' | 'parameter'>;

const rank = { error: 0, warning: 1, info: 2 };

/** The worst problem with an answer. */
export function worstProblem(
  problems: readonly ScaffoldProblem[],
  { question, parameter }: Fault,
): ScaffoldProblem | undefined {
  return problems
    .filter((problem) => problem.question === question && problem.parameter === parameter)
    .sort((a, b) => rank[a.severity] - rank[b.severity])[0];
}
