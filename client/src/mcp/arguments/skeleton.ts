import { resolved, type Schema, schemaOf } from './schema.ts';

/** Deeper than this nothing is filled in: a schema may refer to itself. */
const MAX_DEPTH = 5;

/** Arguments to begin with: what must be given, and what has a default, each with the plainest value of its type. */
export function skeletonOf(inputSchema: unknown): Record<string, unknown> {
  const root = schemaOf(inputSchema);
  return objectOf(root, root, 0);
}

function objectOf(schema: Schema, root: Schema, depth: number): Record<string, unknown> {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.fromEntries(
    Object.entries(schemaOf(schema.properties)).flatMap(([name, value]) => {
      const property = resolved(value, root);
      const isGiven = required.has(name) || property.default !== undefined;
      return isGiven ? [[name, plainest(property, root, depth + 1)]] : [];
    }),
  );
}

function plainest(schema: Schema, root: Schema, depth: number): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [branch] = [schema.oneOf, schema.anyOf].flatMap((each) => (Array.isArray(each) ? each : []));
  if (branch !== undefined && schema.type === undefined && depth < MAX_DEPTH)
    return plainest(resolved(branch, root), root, depth + 1);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return depth < MAX_DEPTH ? objectOf(schema, root, depth) : {};
    case 'array':
      return itemsOf(schema, root, depth);
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'string':
      return '';
    default:
      return null;
  }
}

/** One of a list that must have one, so that it is seen what it takes. */
function itemsOf(schema: Schema, root: Schema, depth: number): unknown[] {
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const items = resolved(schema.items, root);
  const isObject = items.type === 'object';
  return (least > 0 || isObject) && depth < MAX_DEPTH ? [plainest(items, root, depth + 1)] : [];
}
