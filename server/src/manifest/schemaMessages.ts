import type { ErrorObject } from 'ajv';
import type { SchemaProblem, SchemaRule } from './document.ts';
import { byLikeness } from './nearest.ts';
import { keyPlaceOf, placeOf } from './place.ts';
import { KINDS, propertiesOf, RULE_IDS, type Schema, schemaAt, schemaOf } from './schemas.ts';
import { formatWrittenPath, type ManifestNode, type Path, type Plain, plainAt } from './tree.ts';

const API_VERSION = 'heady.systems/v1';

export function notAMap(root: ManifestNode): SchemaProblem {
  const what = root.type === 'sequence' ? 'a list' : 'a single value';
  return {
    rule: 'schema/type',
    path: [],
    start: root.start,
    end: root.start,
    message: `A manifest is a map with "apiVersion", "kind", "metadata" and "spec"; this is ${what}.`,
    suggestions: [],
  };
}

export function unknownKind(root: ManifestNode, kind: Plain): SchemaProblem {
  const suggestions = byLikeness(String(kind), KINDS);
  return {
    rule: 'schema/unknown-kind',
    path: ['kind'],
    ...placeOf(root, ['kind']),
    message: `${upperFirst(quote(kind))} is no kind of manifest. Kinds are ${KINDS.join(', ')}.`,
    suggestions,
  };
}

/**
 * What an error of the validator means, in words for the author.
 *
 * @param about the rule and the path that the error is about
 * @param document the located tree, its plain value and its kind, if that is known
 */
export function tell(
  { rule, path }: { rule: SchemaRule; path: Path },
  error: ErrorObject,
  { root, value, kind }: { root: ManifestNode; value: Plain; kind: string | undefined },
): SchemaProblem {
  const written = plainAt(value, path);
  const must = (what: string, suggestions: Plain[] = [], found = quote(written)): SchemaProblem => {
    const field = path.length ? `"${formatWrittenPath(root, path)}"` : 'The document';
    const message = `${field} must be ${what}, not ${found}.`;
    return { rule, path, ...placeOf(root, path), message, suggestions };
  };
  switch (rule) {
    case 'schema/required':
      return missing(root, path);
    case 'schema/unknown-field': {
      const parent = schemaAt(schemaOf(kind), path.slice(0, -1)) ?? {};
      const isRule = error.keyword === 'propertyNames';
      return unknownField(root, path, isRule ? RULE_IDS : Object.keys(propertiesOf(parent)));
    }
    case 'schema/type':
      return must(nameType(error.params.type), [], typeOf(written));
    case 'schema/enum': {
      const allowed = (error.params.allowedValues ?? [error.params.allowedValue]).map(String) as string[];
      return must(orList(allowed), byLikeness(String(written), allowed));
    }
    case 'schema/format':
      return must(nameFormat(error, schemaAt(schemaOf(kind), path)));
    case 'schema/range': {
      const bound = error.params.limit as number;
      return must(`${error.keyword === 'minimum' ? 'at least' : 'at most'} ${bound}`, [bound]);
    }
    case 'schema/api-version': {
      const message = `The API version is "${API_VERSION}", not ${quote(written)}.`;
      return { rule, path, ...placeOf(root, path), message, suggestions: [API_VERSION] };
    }
    case 'schema/unknown-kind':
      return unknownKind(root, written ?? null);
  }
}

function missing(root: ManifestNode, path: Path): SchemaProblem {
  const parent = path.slice(0, -1);
  const where = parent.length ? ` in "${formatWrittenPath(root, parent)}"` : '';
  const message = `"${String(path.at(-1))}" is missing${where}.`;
  return { rule: 'schema/required', path, ...placeOf(root, path), message, suggestions: [] };
}

function unknownField(root: ManifestNode, path: Path, known: readonly string[]): SchemaProblem {
  const name = String(path.at(-1));
  const suggestions = byLikeness(name, known);
  const parent = path.slice(0, -1);
  const where = parent.length ? ` in "${formatWrittenPath(root, parent)}"` : ' in a manifest';
  return {
    rule: 'schema/unknown-field',
    path,
    ...keyPlaceOf(root, path),
    message: `"${name}" is not known${where}.`,
    suggestions,
  };
}

/** A value as messages show it: they are plain text, in which texts stand in double quotes. */
function quote(value: Plain | undefined): string {
  // JSON has no infinity, YAML has.
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value ?? 'nothing');
  if (text === '') return 'an empty text';
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return typeof value === 'string' ? `"${short}"` : short;
}

function upperFirst(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}

function orList(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function nameType(type: string | string[]): string {
  return [type]
    .flat()
    .map((name) => TYPE_NAMES[name] ?? name)
    .join(' or ');
}

function typeOf(value: Plain | undefined): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string'
    ? `the text ${quote(value)}`
    : `${typeof value === 'number' ? 'the number ' : ''}${quote(value)}`;
}

function nameFormat(error: ErrorObject, schema: Schema | undefined): string {
  switch (error.params.format) {
    case 'uri':
      return 'a URL';
    case 'date':
      return 'a date (YYYY-MM-DD)';
    case 'regex':
      return 'a regular expression that compiles';
    default:
      return schema?.examples?.length
        ? (firstSentence(schema.description)?.replace(/^./, (first) => first.toLowerCase()) ?? 'well-formed')
        : 'well-formed';
  }
}

/** Of a description, which is Markdown, as plain text. */
function firstSentence(text: string | undefined): string | undefined {
  return text?.split(/[.](?:\s|$)/)[0]?.replaceAll('`', '"');
}
