import type { Parameter, Template } from '../../scaffold/template/template.ts';
import { UsageError } from '../usage.ts';

/**
 * What was typed for a template's parameters, as what they are.
 *
 * @throws {UsageError} for a parameter that there is not, or a text that is no such value
 */
export function parameterValues(
  template: Template,
  given: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    [...given].map(([name, text]) => {
      const parameter = template.parameters.get(name);
      if (!parameter) {
        const names = [...template.parameters.keys()].join(', ') || 'none';
        throw new UsageError(`--set ${name}: "${template.name}" has no such parameter; it has ${names}.`);
      }
      const value = typedValue(parameter, text);
      if (value === undefined) throw new UsageError(`--set ${name}=${text}: write ${WHAT[parameter.type]}.`);
      return [name, value];
    }),
  );
}

const WHAT: Readonly<Record<Parameter['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'texts with commas between them',
};

/** A value of the parameter's type; undefined: the text is none. Whether it fits is judged later. */
export function typedValue({ type }: Parameter, text: string): unknown {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'array':
      return text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    default: {
      const number = Number(text);
      const isOne =
        text.trim() !== '' && (type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number));
      return isOne ? number : undefined;
    }
  }
}
