import type { ErrorObject, ValidateFunction } from 'ajv';
import * as validators from '../../../generated/validators.js';
import type { SchemaProblem, SchemaRule } from './document.ts';
import { backwardRange } from './portRange.ts';
import { notAMap, tell, unknownKind } from './schemaMessages.ts';
import { KINDS } from './schemas.ts';
import { type ManifestNode, type Path, type Plain, plainAt, type Span } from './tree.ts';

/** Problems of one document that are told; the last one says how many more there are. */
const MAX_PROBLEMS = 200;

/** What a document's own schema says of it. */
export interface Judgement {
  problems: SchemaProblem[];
  /** JSON pointers of the values that do not fit: other rules take them for not stated. Complete. */
  unfit: ReadonlySet<string>;
}

/** Where a document does not fit, not yet put into words. */
interface Fault {
  rule: SchemaRule;
  path: Path;
  /** `path` as a JSON pointer. */
  at: string;
  tell(): SchemaProblem;
}

/**
 * Judges a parsed document against the schema of its kind.
 *
 * @param value the plain value of `root`
 * @param garbled the lines of the syntax problems: what stands there was not understood, and where there are any,
 *   what seems to be missing is not reported
 * @see decisions 2 (places), 4 (one fault, one finding), 19 (null is absent)
 */
export function judge(
  root: ManifestNode | undefined,
  value: Plain | undefined,
  garbled: readonly Span[],
): Judgement {
  if (root === undefined || value === undefined) return { problems: [], unfit: new Set() };
  if (root.type !== 'map') return { problems: [notAMap(root)], unfit: new Set(['']) };

  const { kind } = value as Record<string, Plain>;
  const known = typeof kind === 'string' && KINDS.includes(kind) ? kind : undefined;
  const faults = faultsOf(root, value, known);
  const typed = new Set(faults.filter(({ rule }) => rule === 'schema/type').map(({ at }) => at));
  const told = new Set<string>();
  const worthTelling = faults.filter(
    ({ rule, path, at }) =>
      !(rule === 'schema/required' && garbled.length > 0) &&
      !(rule !== 'schema/type' && typed.has(at)) &&
      // After an unknown kind only `apiVersion` and `metadata` are checked; a missing `kind` is told as well.
      (known || path[0] !== 'spec') &&
      !saidByAParticularRule(rule, path, at, known, value) &&
      // A union of types complains once for each of its branches; one fault is one finding.
      !told.has(`${rule} ${at}`) &&
      told.add(`${rule} ${at}`),
  );
  const unfit = new Set(faults.filter(({ rule }) => rule !== 'schema/required').map(({ at }) => at));
  return { problems: tellSome(worthTelling, garbled), unfit };
}

function faultsOf(root: ManifestNode, value: Plain, kind: string | undefined): Fault[] {
  const faults = validate(kind, value).flatMap((error) => {
    const found = faultOf(error, value);
    return found ? [fault(found.rule, found.path, () => tell(found, error, { root, value, kind }))] : [];
  });
  const stated = (value as Record<string, Plain>).kind;
  if (kind === undefined && stated !== undefined) {
    faults.push(fault('schema/unknown-kind', ['kind'], () => unknownKind(root, stated)));
  }
  const backward = kind === 'Workspace' ? backwardRange(root, value, faults) : undefined;
  if (backward) faults.push(fault(backward.rule, backward.path, () => backward));
  return faults;
}

function fault(rule: SchemaRule, path: Path, tell: Fault['tell']): Fault {
  return { rule, path, at: pointer(path), tell };
}

/** JSON pointer of a path. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether the value at a path, or one that holds it, is among those that do not fit. */
export function isUnfit(unfit: ReadonlySet<string>, path: Path): boolean {
  // Where all is fit, as mostly, no pointers are made.
  for (let depth = 0; unfit.size > 0 && depth <= path.length; depth++) {
    if (unfit.has(pointer(path.slice(0, depth)))) return true;
  }
  return false;
}

function validate(kind: string | undefined, value: Plain): ErrorObject[] {
  const all = validators as unknown as Record<string, ValidateFunction>;
  const check = (kind && all[kind]) || validators.Manifest;
  return check(value) ? [] : (check.errors ?? []);
}

const RULES: Readonly<Record<string, SchemaRule>> = {
  required: 'schema/required',
  additionalProperties: 'schema/unknown-field',
  propertyNames: 'schema/unknown-field',
  type: 'schema/type',
  enum: 'schema/enum',
  const: 'schema/enum',
  pattern: 'schema/format',
  format: 'schema/format',
  minimum: 'schema/range',
  maximum: 'schema/range',
};

/** The rule that an error of the validator is for, and the path it is about; undefined where another says it. */
function faultOf(error: ErrorObject, value: Plain): { rule: SchemaRule; path: Path } | undefined {
  // What ajv says of a key is repeated by `propertyNames` itself.
  if (error.propertyName !== undefined || error.instancePath === '/kind') return undefined;
  if (error.instancePath === '/apiVersion') {
    return error.keyword === 'type' ? undefined : { rule: 'schema/api-version', path: ['apiVersion'] };
  }
  // The others, `if` and `anyOf`, are containers whose parts have spoken.
  const rule = RULES[error.keyword];
  if (!rule) return undefined;
  const { missingProperty, additionalProperty, propertyName } = error.params;
  const field: unknown = missingProperty ?? additionalProperty ?? propertyName;
  const path = pathOf(error.instancePath, value);
  return { rule, path: field === undefined ? path : [...path, String(field)] };
}

/** Decision 4: the particular rule wins over `schema/*`. */
function saidByAParticularRule(
  rule: SchemaRule,
  path: Path,
  at: string,
  kind: string | undefined,
  value: Plain,
): boolean {
  if (rule === 'schema/enum') return at === '/metadata/tags/DataSensitivity';
  if (rule !== 'schema/format') return false;
  if (kind === 'VirtualMachine' && at === '/spec/image') return !/@./.test(String(plainAt(value, path)));
  return at === '/metadata/name' && (kind === 'Service' || kind === 'VirtualMachine');
}

/** The problems outside garbled places, so many that somebody may read them; the last counts the rest. */
function tellSome(faults: readonly Fault[], garbled: readonly Span[]): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  for (const [index, fault] of faults.entries()) {
    const problem = fault.tell();
    if (garbled.some((span) => span.start < problem.end && problem.start < span.end)) continue;
    const more = faults.length - index - 1;
    if (problems.length < MAX_PROBLEMS - 1 || more === 0) problems.push(problem);
    else {
      const rest = `${more} more ${more === 1 ? 'fault' : 'faults'} of this document ${more === 1 ? 'is' : 'are'} not listed.`;
      return [...problems, { ...problem, message: `${problem.message} ${rest}` }];
    }
  }
  return problems;
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
