export type Schema = Readonly<Record<string, unknown>>;

/** A value as a schema; one that says nothing for anything else. */
export function schemaOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

/** A schema with what it refers to in its own document, `#/$defs/name`, in its place. */
export function resolved(value: unknown, root: Schema): Schema {
  const schema = schemaOf(value);
  const { $ref, ...others } = schema;
  if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return schema;
  let found: unknown = root;
  for (const step of $ref.slice(2).split('/')) {
    found = schemaOf(found)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return { ...schemaOf(found), ...others };
}
