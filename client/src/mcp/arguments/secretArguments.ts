import { resolved, type Schema, schemaOf } from './schema.ts';

const SECRET_NAME =
  /pass(word|phrase|wd)|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|authorization/i;

/** Whether what is given for an argument is nobody else's to see, by its name and schema. */
export function isSecret(name: string, schema: Schema): boolean {
  return SECRET_NAME.test(name) || schema.format === 'password' || schema.writeOnly === true;
}

/** Arguments without those that are secret, however deep they stand. */
export function withoutSecrets(given: unknown, inputSchema: unknown): unknown {
  const root = schemaOf(inputSchema);
  return stripped(given, root, root);
}

function stripped(value: unknown, schema: Schema, root: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => stripped(item, resolved(schema.items, root), root));
  if (typeof value !== 'object' || value === null) return value;
  const properties = schemaOf(schema.properties);
  const ofName = (name: string) => resolved(Object.hasOwn(properties, name) ? properties[name] : {}, root);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isSecret(name, ofName(name)))
      .map(([name, inner]) => [name, stripped(inner, ofName(name), root)]),
  );
}
