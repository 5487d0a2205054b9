import { resolved, type Schema, schemaOf } from './schema.ts';

/** More are not told at once. */
const MAX_PROBLEMS = 20;
const MAX_DEPTH = 32;

const TYPES: Readonly<Record<string, readonly [words: string, isOne: (value: unknown) => boolean]>> = {
  string: ['a text', (value) => typeof value === 'string'],
  number: ['a number', (value) => typeof value === 'number'],
  integer: ['a whole number', (value) => Number.isInteger(value)],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  array: ['a list', Array.isArray],
  object: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
  null: ['null', (value) => value === null],
};

/**
 * What of arguments plainly does not fit a tool's schema: missing ones, other types, values that are none of those it
 * lists, names it does not know. Whatever else a schema asks for its server checks.
 *
 * @returns sentences that begin with where it is, as `filter.depth: ...`
 */
export function argumentProblems(inputSchema: unknown, given: unknown): string[] {
  const root = schemaOf(inputSchema);
  return problemsOf(given, { type: 'object', ...root }, root, '', 0).slice(0, MAX_PROBLEMS);
}

function problemsOf(value: unknown, schema: Schema, root: Schema, at: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  const here = at === '' ? 'The arguments' : at;
  const types = [schema.type].flat().filter((type) => typeof type === 'string' && type in TYPES) as string[];
  if (types.length > 0 && !types.some((type) => TYPES[type]?.[1](value)))
    return [`${here}: this is to be ${types.map((type) => TYPES[type]?.[0]).join(', or ')}.`];
  const allowed = schema.const === undefined ? schema.enum : [schema.const];
  if (Array.isArray(allowed) && !allowed.some((each) => JSON.stringify(each) === JSON.stringify(value)))
    return [`${here}: this is to be one of ${allowed.map((each) => JSON.stringify(each)).join(', ')}.`];
  if (Array.isArray(value)) {
    const items = resolved(schema.items, root);
    return value.flatMap((item, index) => problemsOf(item, items, root, `${at}[${index}]`, depth + 1));
  }
  return typeof value === 'object' && value !== null
    ? problemsIn(value as Record<string, unknown>, schema, root, at, depth)
    : [];
}

function problemsIn(
  value: Record<string, unknown>,
  schema: Schema,
  root: Schema,
  at: string,
  depth: number,
): string[] {
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`);
  const properties = schemaOf(schema.properties);
  const required = (Array.isArray(schema.required) ? schema.required : []).map(String);
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${inside(name)}: this is missing.`);
  const isClosed = schema.additionalProperties === false && schema.patternProperties === undefined;
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    if (Object.hasOwn(properties, name))
      return problemsOf(inner, resolved(properties[name], root), root, inside(name), depth + 1);
    return isClosed ? [`${inside(name)}: the tool takes nothing of that name.`] : [];
  });
  return [...missing, ...wrong];
}
