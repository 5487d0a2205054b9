import { schemas } from '../../../generated/schemas.js';

/** The parts of JSON Schema that the manifests' schemas use. */
export interface Schema {
  $id?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: (string | number)[];
  const?: string | number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  examples?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  then?: Schema;
  else?: Schema;
}

const byId = new Map(
  (schemas as unknown as Schema[]).map((schema) => [schema.$id?.replace(/^.*\//, ''), schema]),
);

/** Kinds whose manifests are entries of the catalog. */
export const ENTRY_KINDS: readonly string[] = [
  'Service',
  'Vertical',
  'VirtualMachine',
  'GoldenImage',
  'Api',
  'Agent',
  'Workspace',
  'McpServer',
  'Environment',
  'Policy',
];

/** Kinds of the manifest language. A Template makes entries and is none. */
export const KINDS: readonly string[] = [...ENTRY_KINDS, 'Template'];

/** Rule ids of the manifest language, those of custom rules excepted. */
export const RULE_IDS: readonly string[] = (
  byId.get('common.schema.json')?.$defs?.ruleId?.anyOf?.[0]?.enum ?? []
).map(String);

/** The schema of a kind, or what all kinds share where it is unknown. */
export function schemaOf(kind: string | undefined): Schema {
  const own = kind ? byId.get(`${kind.toLowerCase()}.schema.json`) : undefined;
  const schema = own && own.title === kind ? own : byId.get('manifest.schema.json');
  if (!schema) throw new Error('The schemas were not generated; run the build.');
  return schema;
}

/** The schema of a kind and the one that it refers to, each as it is published. */
export function schemaFiles(kind: string): readonly Schema[] {
  const common = byId.get('common.schema.json');
  return [schemaOf(kind), ...(common ? [common] : [])];
}

/** Follows `$ref` (keeping what stands beside it) and folds `allOf` in, so that `properties` and the like are at hand. */
export function resolve(schema: Schema): Schema {
  let { $ref, allOf, ...own } = schema;
  if ($ref) own = { ...resolve(target($ref)), ...own };
  for (const part of allOf ?? []) {
    const whole = resolve(part);
    const properties = { ...whole.properties, ...own.properties };
    own = { ...whole, ...own, properties };
  }
  return own;
}

function target(ref: string): Schema {
  const [file = '', pointer = ''] = ref.split('#/$defs/');
  // A schema refers to its own definitions without a file name; no two schemas have one of the same name.
  const holder = file === '' ? [...byId.values()].find(({ $defs }) => $defs?.[pointer]) : byId.get(file);
  const found = holder?.$defs?.[pointer];
  if (!found) throw new Error(`Unknown schema reference ${ref}`);
  return found;
}

/** The schema of the value at a path, or undefined where nothing is said about it. */
export function schemaAt(root: Schema, path: readonly (string | number)[]): Schema | undefined {
  let schema: Schema | undefined = resolve(root);
  for (const step of path) {
    schema = child(schema, step);
    if (!schema) return undefined;
  }
  return schema;
}

function child(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema.items && resolve(schema.items);
  const named = propertiesOf(schema)[step];
  if (named) return resolve(named);
  return typeof schema.additionalProperties === 'object' ? resolve(schema.additionalProperties) : undefined;
}

/** The types of values that a schema allows, as far as it says. */
export function typesOf(schema: Schema): readonly string[] {
  if (schema.type !== undefined) return [schema.type].flat();
  return schema.properties ? ['object'] : [...new Set(valuesOf(schema).map((value) => typeof value))];
}

/** The values that a schema lists, whichever form it takes; empty where any will do. */
export function valuesOf(schema: Schema): readonly (string | number | boolean)[] {
  if (schema.const !== undefined) return [schema.const];
  if (schema.type === 'boolean') return [true, false];
  return schema.enum ?? (schema.else && resolve(schema.else).enum) ?? [];
}

/** The keys that a map with keys of its own choice may have; empty where any will do. */
export function keyNamesOf({ propertyNames }: Schema): readonly string[] {
  if (!propertyNames) return [];
  const { enum: values, anyOf } = resolve(propertyNames);
  return (values ?? anyOf?.flatMap((each) => each.enum ?? []) ?? []).map(String);
}

/** The fields that a map may have by name, whichever form it takes. */
export function propertiesOf(schema: Schema): Record<string, Schema> {
  return schema.properties ?? (schema.then && resolve(schema.then).properties) ?? {};
}
