// All kinds in one JSON Schema, for editors and servers that want a single file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Joins `*.schema.json` of a folder: the schema of a document is that of its `kind`.
 *
 * @returns a draft-07 schema whose references all point into itself
 */
export function combinedSchema(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));
  const schemas = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const common = schemas.find(({ title }) => title === 'Common');
  const kinds = schemas.filter(({ properties }) => properties?.kind?.const);
  const combined = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['kind'],
    allOf: kinds.map((schema) => ({
      if: { properties: { kind: { const: schema.title } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword.
      then: { $ref: `#/$defs/${schema.title}` },
    })),
    $defs: {
      ...common.$defs,
      ...Object.fromEntries(kinds.map(({ $schema, $id, ...kind }) => [kind.title, kind])),
    },
  };
  return JSON.parse(JSON.stringify(combined).replaceAll('"common.schema.json#/', '"#/'));
}
