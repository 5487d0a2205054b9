import type { ScaffoldAnswers } from '../protocol/scaffold.ts';
import type { Answers } from './answers.ts';
import type { Template } from './template/template.ts';

/** Well-formed answers that stand for those still to come. */
const STAND_INS = {
  environment: 'dev',
  vertical: 'vertical',
  name: 'name',
  owner: 'team',
  sensitivity: 'internal',
  description: 'Does what it says.',
} as const;

/**
 * The answers so far, with what fits in place of those that are missing: a manifest can be made of them and judged.
 * A parameter that must be answered gets its first example, where it has one.
 */
export function withStandIns(template: Template, answers: ScaffoldAnswers): Answers {
  const { parameters = {}, ...rest } = answers;
  const required = template.spec.parameters?.required ?? [];
  const examples = required.flatMap((name) => {
    const {
      default: preset,
      examples: [example] = [],
      enum: [value] = [],
    } = template.parameters.get(name) ?? {};
    const standIn = example ?? value;
    return preset === undefined && standIn !== undefined ? [[name, standIn] as const] : [];
  });
  return { ...STAND_INS, ...rest, parameters: { ...Object.fromEntries(examples), ...parameters } };
}
