import { service } from '../../../server/src/controlPlane/testing.ts';

/** As much of JSON Schema as tools use to say what they take. */
export interface Schema {
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  minimum?: number;
  minLength?: number;
}

export type Path = readonly (string | number)[];

/** Something that a schema lets pass, with all that is optional. Objects of any shape are manifests here. */
export function sampleOf(schema: Schema): unknown {
  const { properties, items, enum: values, anyOf, oneOf, minimum = 1, minLength = 1 } = schema;
  if (schema.const !== undefined) return schema.const;
  if (values) return values[0];
  const [alternative] = anyOf ?? oneOf ?? [];
  if (alternative) return sampleOf(alternative);
  if (properties) return Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, sampleOf(v)]));
  if (items) return [sampleOf(items)];
  switch (schema.type) {
    case 'string':
      return 'dev'.padEnd(minLength, 'x');
    case 'integer':
    case 'number':
      return minimum;
    case 'boolean':
      return false;
    case 'array':
      return [];
    default:
      return service('dev-health-sample');
  }
}

/** Where strings stand in a value. */
export function textPlaces(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textPlaces(part, [...path, key]));
}

/** A copy in which another value stands at a place. */
export function withValue(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, replacement);
  return copy;
}

/** A copy with what is required, and `kept`. */
export function withoutOptional(sample: unknown, schema: Schema, kept: string): unknown {
  const entries = Object.entries(sample as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([key]) => key === kept || schema.required?.includes(key)));
}
