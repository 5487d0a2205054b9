import { ENVIRONMENTS } from '../../../manifest/document.ts';
import { type Answers, QUESTIONS, type Sensitivity } from '../../answers.ts';
import { defaultOf, judgeParameter } from '../../parameters.ts';
import type { Parameter, Template } from '../template.ts';
import { pairwise } from './pairwise.ts';

/** Answers that a template is tried with, and in words what is special about them. */
export interface Trial {
  answers: Answers;
  /** `environment prod, audience public`; empty for what most people answer. */
  with: string;
}

const SENSITIVITIES: readonly Sensitivity[] = ['internal', 'public', 'confidential', 'restricted'];

/** What breaks whatever puts it into a file as it is. */
const ODD = `It's "odd", {{ braced }}, \${dollar}: #1 <b>*bold*</b> */ \\ -- 100 %`;

const PLAIN: Omit<Answers, 'parameters'> = {
  environment: 'dev',
  vertical: 'health',
  name: 'appointments',
  owner: 'team-clinics',
  sensitivity: 'internal',
  description: 'Keeps the calendar of a clinic.',
};

/** Values that an answer is tried with, the plainest first. */
interface Dimension {
  name: string;
  values: readonly unknown[];
  isParameter: boolean;
}

/**
 * What a template is to be tried with: plain answers, odd texts, then every environment, sensitivity and value of a
 * choice with every other.
 */
export function trialsOf(template: Template): Trial[] {
  const parameters = new Map(
    [...template.parameters].map(([name, parameter]) => [name, plainAnswer(template, name, parameter)]),
  );
  const plain: Answers = { ...PLAIN, parameters: given(parameters) };
  const odd: Answers = {
    ...plain,
    description: ODD,
    parameters: given(
      new Map(
        [...parameters].map(([name, value]) => [name, oddAnswer(template.parameters.get(name)) ?? value]),
      ),
    ),
  };
  const dimensions = dimensionsOf(template, parameters);
  const choices = pairwise(dimensions.map(({ values }) => values.length));
  return [
    { answers: plain, with: '' },
    { answers: odd, with: 'odd texts' },
    ...choices.map((choice) => trialFor(plain, dimensions, choice)),
  ];
}

/** The required parameters that can be answered neither by a default nor by an example. */
export function unanswerable(template: Template): string[] {
  return (template.spec.parameters?.required ?? []).filter((name) => {
    const parameter = template.parameters.get(name);
    if (!parameter) return false;
    const answer = plainAnswer(template, name, parameter) ?? defaultOf(parameter);
    return judgeParameter(parameter, answer, true) !== undefined;
  });
}

function given(parameters: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries([...parameters].filter(([, value]) => value !== undefined));
}

/** Undefined: it is left to its default. */
function plainAnswer({ spec }: Template, name: string, parameter: Parameter): unknown {
  const isRequired = spec.parameters?.required?.includes(name) ?? false;
  const preset: unknown = parameter.default;
  if (!isRequired || (preset !== undefined && preset !== '')) return undefined;
  const [example = 'example'] = parameter.examples ?? [];
  return parameter.type === 'string' && parameter.enum === undefined ? example : defaultOf(parameter);
}

function oddAnswer(parameter: Parameter | undefined): string | undefined {
  if (parameter?.type !== 'string') return undefined;
  const text = ODD.slice(0, parameter.maxLength);
  return judgeParameter(parameter, text, true) === undefined ? text : undefined;
}

function dimensionsOf(template: Template, plain: ReadonlyMap<string, unknown>): Dimension[] {
  const questions = QUESTIONS[template.spec.creates];
  const common = [
    { name: 'environment', values: ENVIRONMENTS, isParameter: false },
    { name: 'sensitivity', values: SENSITIVITIES, isParameter: false },
  ].filter(({ name }) => questions.some((question) => question === name));
  const own = [...template.parameters].map(([name, parameter]) => {
    const first = plain.get(name) ?? defaultOf(parameter);
    const others = extremesOf(parameter).filter((value) => JSON.stringify(value) !== JSON.stringify(first));
    const fitting = others.filter((value) => judgeParameter(parameter, value) === undefined);
    return { name, values: [first, ...fitting], isParameter: true };
  });
  return [...common, ...own].filter(({ values }) => values.length > 1);
}

function extremesOf({ type, enum: values, items, minimum, maximum }: Parameter): unknown[] {
  if (values) return values;
  if (type === 'boolean') return [true, false];
  if (type === 'array') return items?.enum ? [[], items.enum] : [[]];
  return type === 'string' ? [] : [minimum, maximum].filter((value) => value !== undefined);
}

function trialFor(plain: Answers, dimensions: readonly Dimension[], choice: readonly number[]): Trial {
  const chosen = dimensions.map((dimension, index) => ({
    ...dimension,
    value: dimension.values[choice[index] ?? 0],
    isPlain: choice[index] === 0,
  }));
  const ofKind = (isParameter: boolean) =>
    Object.fromEntries(
      chosen.filter((each) => each.isParameter === isParameter).map(({ name, value }) => [name, value]),
    );
  return {
    answers: { ...plain, ...ofKind(false), parameters: { ...plain.parameters, ...ofKind(true) } },
    with: chosen
      .filter(({ isPlain }) => !isPlain)
      .map(({ name, value }) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', '),
  };
}
