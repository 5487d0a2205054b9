import { nearest } from '../../../manifest/nearest.ts';
import { scopeOf } from '../../answers.ts';
import { defaultOf } from '../../parameters.ts';
import type { TemplateFinding } from './finding.ts';
import type { NamedVariable, References } from './references.ts';
import type { Subject } from './subject.ts';

/** Stands for a value of which nothing is known before it is there. */
const ANYTHING = Symbol('anything');

/** Names that lead nowhere: variables, parameters, partials. */
export function checkReferences(subject: Subject, { variables, partials }: References): TemplateFinding[] {
  const names = Object.keys(subject.template.partials);
  const lost = partials.flatMap(({ name, in: text, row, column }): TemplateFinding[] => {
    // What extends an abstract template may bring it.
    if (name === undefined || names.includes(name) || subject.isAbstract) return [];
    const message = `There is no partial "${name}".${hint(nearest(name, names), `Put it at partials/${name}.liquid.`)}`;
    const range = text.range(row, column, 2);
    return [{ rule: 'template/unknown-partial', severity: 'error', ...text.origin, range, message }];
  });
  return [...lost, ...variables.flatMap((variable) => judge(subject, variable) ?? [])];
}

function judge(subject: Subject, variable: NamedVariable): TemplateFinding | undefined {
  const { in: text, root, row, column, segments } = variable;
  const range = text.range(row, column, String(segments[0]).length);
  const later = askedLater(subject, variable);
  if (later !== undefined)
    return {
      rule: 'template/asked-later',
      severity: 'warning',
      ...text.origin,
      range,
      message: `"${later}" is asked after "${root.conditionOf}", so here it has its default. Put it before.`,
    };
  const fault = unknownPart(scopeFor(subject, variable), segments);
  if (!fault || (subject.isAbstract && fault.within === 'parameters')) return undefined;
  // What a partial names beside the variables it is given by whoever renders it; whether it is, the trials show.
  if (text !== root && fault.within === '') return undefined;
  const { name, within, known } = fault;
  const what =
    within === ''
      ? `There is no variable "${name}".`
      : within === 'parameters'
        ? `The template asks for no parameter "${name}".`
        : `"${within}" has no "${name}".`;
  const otherwise =
    within === 'parameters' ? 'Ask for it in spec.parameters.' : 'docs/templates.md lists those there are.';
  return {
    rule: 'template/unknown-variable',
    // Other engines write nothing for what is not there.
    severity: root.dialect.lenient ? 'warning' : 'error',
    ...text.origin,
    range,
    message: `${what}${hint(nearest(name, known), otherwise)}`,
  };
}

function hint(meant: string | undefined, otherwise: string): string {
  return meant === undefined ? ` ${otherwise}` : ` Did you mean "${meant}"?`;
}

/** The parameter that a condition names though it is asked only afterwards. */
function askedLater({ template }: Subject, { segments, root }: NamedVariable): string | undefined {
  const [head, name] = segments;
  if (root.conditionOf === undefined || head !== 'parameters' || typeof name !== 'string') return undefined;
  const order = [...template.parameters.keys()];
  return order.indexOf(name) >= order.indexOf(root.conditionOf) ? name : undefined;
}

/** What the text may name, with values of the right form. */
function scopeFor({ template }: Subject, { root: { step } }: NamedVariable): Record<string, unknown> {
  const answers = [...template.parameters].map(([name, parameter]) => [name, defaultOf(parameter)]);
  const parameters = Object.fromEntries(answers) as Record<string, unknown>;
  const scope = scopeOf(template, { name: 'name', parameters: {} }, parameters, '', 2000);
  if (!step) return scope;
  const aliases = Object.keys(step.aliases ?? {}).map((name) => [name, '']);
  const values = Object.keys(step.values ?? {}).map((name) => [name, ANYTHING]);
  return {
    ...scope,
    ...(step.each !== undefined && { each: { key: ANYTHING, value: ANYTHING } }),
    values: Object.fromEntries(values),
    parameters: { ...Object.fromEntries(aliases), ...parameters },
  };
}

interface UnknownPart {
  name: string;
  /** What it would be a part of; '' for a variable itself. */
  within: string;
  known: readonly string[];
}

/** The first part of a name that leads nowhere. */
function unknownPart(scope: unknown, segments: NamedVariable['segments']): UnknownPart | undefined {
  let value = scope;
  const path: string[] = [];
  for (const segment of segments) {
    if (segment === undefined || value === ANYTHING) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return isPartOfValue(value, segment)
        ? undefined
        : { name: String(segment), within: path.join('.'), known: [] };
    if (!Object.hasOwn(value, segment) && segment !== 'size')
      return { name: String(segment), within: path.join('.'), known: Object.keys(value) };
    value = (value as Record<string, unknown>)[segment];
    path.push(String(segment));
  }
  return undefined;
}

/** What Liquid knows of texts and lists. */
function isPartOfValue(value: unknown, segment: string | number): boolean {
  if (Array.isArray(value)) return typeof segment === 'number' || ['size', 'first', 'last'].includes(segment);
  return typeof value === 'string' && segment === 'size';
}
