import type { ErrorObject, ValidateFunction } from 'ajv';
import * as validators from '../../../generated/validators.js';
import type { SchemaProblem, SchemaRule } from './document.ts';
import { byLikeness } from './nearest.ts';
import { keyPlaceOf, placeOf } from './place.ts';
import { backwardRange } from './portRange.ts';
import { KINDS, propertiesOf, RULE_IDS, type Schema, schemaAt, schemaOf } from './schemas.ts';
import { formatPath, type ManifestNode, type Path, type Plain, plainOf, type Span } from './tree.ts';

const API_VERSION = 'heady.systems/v1';

/** What a document's own schema says of it. */
export interface Judgement {
  problems: SchemaProblem[];
  /** JSON pointers of the values that do not fit: other rules take them for not stated. */
  unfit: ReadonlySet<string>;
}

/**
 * Judges a parsed document against the schema of its kind.
 *
 * @param garbled places of the syntax problems: what stands there was not understood, and where there are any,
 *   what seems to be missing is not reported
 * @see decisions 2 (places), 4 (one fault, one finding), 19 (null is absent)
 */
export function judge(root: ManifestNode | undefined, garbled: readonly Span[]): Judgement {
  const value = plainOf(root);
  if (root === undefined || value === undefined) return { problems: [], unfit: new Set() };
  if (root.type !== 'map') return { problems: [notAMap(root)], unfit: new Set(['']) };

  const kind = (value as Record<string, Plain>).kind;
  const known = typeof kind === 'string' && KINDS.includes(kind);
  const found = validate(known ? kind : undefined, value).map((error) =>
    toProblem(error, root, value, known ? kind : undefined),
  );
  const problems = found.filter((problem) => problem !== undefined);
  if (!known && kind !== undefined) problems.push(unknownKind(root, kind));
  const backward = kind === 'Workspace' && backwardRange(root, value, problems);
  if (backward) problems.push(backward);

  const typed = new Set(
    problems.filter(({ rule }) => rule === 'schema/type').map(({ path }) => pointer(path)),
  );
  const said = new Set<string>();
  const unfit = new Set(
    problems.filter(({ rule }) => rule !== 'schema/required').map(({ path }) => pointer(path)),
  );
  return {
    problems: problems.filter(
      (problem) =>
        !(problem.rule === 'schema/required' && garbled.length > 0) &&
        !garbled.some((span) => span.start < problem.end && problem.start < span.end) &&
        !(problem.rule !== 'schema/type' && typed.has(pointer(problem.path))) &&
        (known || isShared(problem)) &&
        !saidByAParticularRule(problem, known ? kind : undefined, value) &&
        !said.has(key(problem)) &&
        said.add(key(problem)),
    ),
    unfit,
  };
}

/** A union of types complains once for each of its branches; one fault is one finding. */
function key({ rule, path }: SchemaProblem): string {
  return `${rule} ${pointer(path)}`;
}

/** JSON pointer of a path. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function validate(kind: string | undefined, value: Plain): ErrorObject[] {
  const all = validators as unknown as Record<string, ValidateFunction>;
  const check = (kind && all[kind]) || validators.Manifest;
  return check(value) ? [] : (check.errors ?? []);
}

/** After an unknown kind only `apiVersion` and `metadata` are checked; a missing `kind` is a finding as well. */
function isShared(problem: SchemaProblem): boolean {
  return problem.path[0] !== 'spec';
}

/** Decision 4: the particular rule wins over `schema/*`. */
function saidByAParticularRule(
  { rule, path }: SchemaProblem,
  kind: string | undefined,
  value: Plain,
): boolean {
  const at = pointer(path);
  if (rule === 'schema/enum') return at === '/metadata/tags/DataSensitivity';
  if (rule !== 'schema/format') return false;
  if (kind === 'VirtualMachine' && at === '/spec/image') return !/@./.test(String(valueAt(value, path)));
  return at === '/metadata/name' && (kind === 'Service' || kind === 'VirtualMachine');
}

function notAMap(root: ManifestNode): SchemaProblem {
  const what = root.type === 'sequence' ? 'a list' : 'a single value';
  return {
    rule: 'schema/type',
    path: [],
    start: root.start,
    end: root.start,
    message: `A manifest is a map with \`apiVersion\`, \`kind\`, \`metadata\` and \`spec\`; this is ${what}.`,
    suggestions: [],
  };
}

function unknownKind(root: ManifestNode, kind: Plain): SchemaProblem {
  const suggestions = byLikeness(String(kind), KINDS);
  return {
    rule: 'schema/unknown-kind',
    path: ['kind'],
    ...placeOf(root, ['kind']),
    message: `${quote(kind)} is no kind of manifest. Kinds are ${KINDS.join(', ')}.`,
    suggestions,
  };
}

function toProblem(
  error: ErrorObject,
  root: ManifestNode,
  value: Plain,
  kind: string | undefined,
): SchemaProblem | undefined {
  // What ajv says of a key is repeated by `propertyNames` itself.
  if (error.propertyName !== undefined) return undefined;
  const path = pathOf(error.instancePath, value);
  const field = path.length ? `\`${formatPath(path)}\`` : 'The document';
  const written = valueAt(value, path);
  const at = placeOf(root, path);
  const problem = (rule: SchemaRule, message: string, suggestions: Plain[] = []): SchemaProblem => ({
    rule,
    path,
    ...at,
    message,
    suggestions,
  });
  if (pointer(path) === '/apiVersion' && error.keyword !== 'required') {
    if (error.keyword === 'type') return undefined;
    return problem('schema/api-version', `The API version is \`${API_VERSION}\`, not ${quote(written)}.`, [
      API_VERSION,
    ]);
  }
  if (pointer(path) === '/kind') return undefined;
  const schema = schemaAt(schemaOf(kind), path);
  switch (error.keyword) {
    case 'required':
      return missing(root, [...path, String(error.params.missingProperty)]);
    case 'additionalProperties':
      return unknownField(
        root,
        [...path, String(error.params.additionalProperty)],
        Object.keys(propertiesOf(schema ?? {})),
      );
    case 'propertyNames':
      return unknownField(root, [...path, String(error.params.propertyName)], RULE_IDS);
    case 'type':
      return problem(
        'schema/type',
        `${field} must be ${nameType(error.params.type)}, not ${typeOf(written)}.`,
      );
    case 'enum':
    case 'const': {
      const allowed = (error.params.allowedValues ?? [error.params.allowedValue]).map(String) as string[];
      const nearestFirst = byLikeness(String(written), allowed);
      return problem(
        'schema/enum',
        `${field} must be ${orList(allowed)}, not ${quote(written)}.`,
        nearestFirst,
      );
    }
    case 'pattern':
    case 'format':
      return problem(
        'schema/format',
        `${field} must be ${nameFormat(error, schema)}, not ${quote(written)}.`,
      );
    case 'minimum':
    case 'maximum': {
      const bound = error.params.limit as number;
      const side = error.keyword === 'minimum' ? 'at least' : 'at most';
      return problem('schema/range', `${field} must be ${side} ${bound}, not ${quote(written)}.`, [bound]);
    }
    default:
      // `if`, `anyOf`: containers whose parts have spoken.
      return undefined;
  }
}

function missing(root: ManifestNode, path: Path): SchemaProblem {
  const parent = path.slice(0, -1);
  const where = parent.length ? ` in \`${formatPath(parent)}\`` : '';
  const message = `\`${String(path.at(-1))}\` is missing${where}.`;
  return { rule: 'schema/required', path, ...placeOf(root, path), message, suggestions: [] };
}

function unknownField(root: ManifestNode, path: Path, known: readonly string[]): SchemaProblem {
  const name = String(path.at(-1));
  const suggestions = byLikeness(name, known);
  const parent = path.slice(0, -1);
  const where = parent.length ? ` in \`${formatPath(parent)}\`` : ' in a manifest';
  return {
    rule: 'schema/unknown-field',
    path,
    ...keyPlaceOf(root, path),
    message: `\`${name}\` is not known${where}.`,
    suggestions,
  };
}

function pathOf(instancePath: string, root: Plain): Path {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  // A pointer does not tell an index from a key `0`; the value does.
  let value = root;
  return steps.map((step) => {
    const isIndex = Array.isArray(value);
    value = (value as Record<string, Plain>)[step] ?? null;
    return isIndex ? Number(step) : step;
  });
}

function valueAt(root: Plain, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>((value, step) => (value as Record<string, Plain>)?.[step], root);
}

function quote(value: Plain | undefined): string {
  // JSON has no infinity, YAML has.
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value ?? 'nothing');
  return text === '' ? 'an empty text' : `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

function orList(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
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

function firstSentence(text: string | undefined): string | undefined {
  return text?.split(/[.](?:\s|$)/)[0];
}
