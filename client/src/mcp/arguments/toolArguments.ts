import { resolved, type Schema, schemaOf } from './schema.ts';
import { isSecret } from './secretArguments.ts';

/** An argument of a tool, as a person is asked for it. */
export interface Field {
  name: string;
  isRequired: boolean;
  /** What it is for, in the server's words. */
  description: string;
  kind: 'text' | 'number' | 'integer' | 'choice' | 'json';
  /** Of a choice. */
  choices: readonly unknown[];
  /** What it was last, or is where nothing is given, as text. */
  preset: string;
  /** Nobody is to see what is typed. */
  isSecret: boolean;
}

/**
 * The arguments of a tool by its input schema: those it must have first. What is more than a value is of the kind `json`.
 *
 * @param last what they were last
 */
export function fieldsOf(inputSchema: unknown, last: Readonly<Record<string, unknown>> = {}): Field[] {
  const root = schemaOf(inputSchema);
  const { properties, required } = root;
  const needed = new Set(Array.isArray(required) ? required : []);
  const fields = Object.entries(schemaOf(properties)).map(([name, value]) => {
    const field = fieldOf(name, resolved(value, root), needed.has(name));
    return Object.hasOwn(last, name) ? { ...field, preset: presetOf(last[name]) } : field;
  });
  return [
    ...fields.filter(({ isRequired }) => isRequired),
    ...fields.filter(({ isRequired }) => !isRequired),
  ];
}

/**
 * What was typed for an argument, as the value it stands for.
 *
 * @throws {Error} in words for people where it is none
 */
export function typedValue({ kind }: Field, text: string): unknown {
  if (kind === 'text' || kind === 'choice') return text;
  if (kind === 'json') {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error('This is no JSON.');
    }
  }
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error('This is no number.');
  if (kind === 'integer' && !Number.isInteger(value)) throw new Error('This is no whole number.');
  return value;
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): Field {
  const { type, description } = schema;
  const choices = type === 'boolean' ? [true, false] : Array.isArray(schema.enum) ? schema.enum : [];
  const kind =
    choices.length > 0
      ? 'choice'
      : type === 'string'
        ? 'text'
        : type === 'number' || type === 'integer'
          ? type
          : 'json';
  return {
    name,
    isRequired,
    description: typeof description === 'string' ? description : '',
    kind,
    choices,
    preset: presetOf(schema.default),
    isSecret: isSecret(name, schema),
  };
}

function presetOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
