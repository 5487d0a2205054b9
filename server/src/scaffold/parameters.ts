import { matchesPattern } from './matching.ts';
import type { Renderer } from './render/renderer.ts';
import type { Parameter, Template } from './template/template.ts';

/** An answer to one of a template's own questions that does not fit. */
export interface ParameterProblem {
  parameter: string;
  message: string;
}

/** What is taken where a parameter is not asked for or not answered. */
export function defaultOf(parameter: Parameter): unknown {
  if (parameter.default !== undefined) return parameter.default;
  switch (parameter.type) {
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'string':
      return parameter.enum?.[0] ?? '';
    default:
      return parameter.enum?.[0] ?? parameter.minimum ?? 0;
  }
}

/**
 * Whether a template asks for a parameter, after the answers so far.
 *
 * @param rendererFor a renderer whose scope has these parameters
 */
export function isAsked(
  parameter: Parameter,
  parameters: Record<string, unknown>,
  rendererFor: (parameters: Record<string, unknown>) => Renderer,
): boolean {
  const condition = parameter['x-if'];
  return condition === undefined || rendererFor(parameters).condition(condition, 'template.heady.yaml');
}

/** What became of the answers to a template's own questions. */
export interface SettledParameters {
  /** Every parameter with its value. */
  parameters: Record<string, unknown>;
  /** Those that are asked after these answers, in order. */
  asked: string[];
  /** All that does not fit. */
  problems: ParameterProblem[];
}

/** Fills in defaults and judges what was answered, in the order of the questions. */
export function settleParameters(
  template: Template,
  answered: Readonly<Record<string, unknown>>,
  rendererFor: (parameters: Record<string, unknown>) => Renderer,
): SettledParameters {
  const parameters = Object.fromEntries(
    [...template.parameters].map(([name, parameter]) => [name, defaultOf(parameter)]),
  );
  const problems: ParameterProblem[] = [];
  const asked: string[] = [];
  const required = template.spec.parameters?.required ?? [];
  for (const [name, parameter] of template.parameters) {
    if (!isAsked(parameter, parameters, rendererFor)) continue;
    asked.push(name);
    const answer = Object.hasOwn(answered, name) ? answered[name] : undefined;
    if (answer !== undefined) parameters[name] = answer;
    const message =
      answer === undefined && required.includes(name) && parameter.default === undefined
        ? 'It must be answered.'
        : judgeParameter(parameter, parameters[name], required.includes(name));
    if (message !== undefined) problems.push({ parameter: name, message });
  }
  for (const name of Object.keys(answered))
    if (!template.parameters.has(name))
      problems.push({ parameter: name, message: `"${template.name}" has no parameter "${name}".` });
  return { parameters, asked, problems };
}

/** What is wrong with an answer, in words; undefined: nothing. */
export function judgeParameter(parameter: Parameter, value: unknown, required = false): string | undefined {
  if (parameter.type === 'array') return judgeList(parameter, value);
  if (parameter.type === 'integer' ? !Number.isSafeInteger(value) : typeof value !== parameter.type)
    return `It must be ${WHAT[parameter.type]}.`;
  if (parameter.enum && !parameter.enum.includes(value) && (required || value !== ''))
    return `It must be one of ${parameter.enum.join(', ')}.`;
  if (typeof value === 'string') return judgeText(parameter, value, required);
  if (typeof value === 'number') {
    if (parameter.minimum !== undefined && value < parameter.minimum)
      return `It must be ${parameter.minimum} or more.`;
    if (parameter.maximum !== undefined && value > parameter.maximum)
      return `It must be ${parameter.maximum} or less.`;
  }
  return undefined;
}

const WHAT = { string: 'a text', integer: 'a whole number', number: 'a number', boolean: 'true or false' };

function judgeText(
  { pattern, minLength, maxLength }: Parameter,
  value: string,
  required: boolean,
): string | undefined {
  if (value === '' && !required) return undefined;
  if (value === '') return 'It must be answered.';
  if (minLength !== undefined && value.length < minLength) return `It needs ${minLength} characters or more.`;
  if (maxLength !== undefined && value.length > maxLength) return `It may have ${maxLength} characters.`;
  return pattern === undefined ? undefined : misfit(pattern, value, 'It');
}

function judgeList({ items, enum: _ }: Parameter, value: unknown): string | undefined {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    return 'It must be a list of texts.';
  for (const item of value as string[]) {
    if (items?.enum && !items.enum.includes(item)) return `"${item}" is none of ${items.enum.join(', ')}.`;
    const fault = items?.pattern === undefined ? undefined : misfit(items.pattern, item, `"${item}"`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function misfit(pattern: string, value: string, what: string): string | undefined {
  const matches = matchesPattern(pattern, value);
  if (matches === 'too-long')
    return `${what} cannot be held against ${pattern}, which takes too long: a fault of the template.`;
  return matches ? undefined : `${what} must match ${pattern}`;
}
