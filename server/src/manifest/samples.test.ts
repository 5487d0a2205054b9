import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseManifest } from './parse.ts';
import { ENTRY_KINDS, propertiesOf, resolve, type Schema, schemaAt, schemaOf } from './schemas.ts';
import { formatPath, walk } from './tree.ts';

const folder = fileURLToPath(new URL('../../../samples/heady-systems', import.meta.url));
const documents = globSync(['**/*.heady.{yaml,json}', '.heady/*.yaml'], { cwd: folder }).flatMap((path) =>
  parseManifest(readFileSync(join(folder, path), 'utf8')).documents.map(({ document }) => ({
    path,
    document,
  })),
);

/** A field and all below it, as `spec.ports[].exposure`; of maps with keys of their own choice, the map alone. */
function fieldsOf(unresolved: Schema, at: string): string[] {
  const schema = resolve(unresolved);
  const below = Object.entries(propertiesOf(schema)).flatMap(([key, child]) =>
    fieldsOf(child, `${at}.${key}`),
  );
  return [at, ...below, ...(schema.items ? fieldsOf(schema.items, `${at}[]`) : [])];
}

describe.each(ENTRY_KINDS)('%s', (kind) => {
  const ofKind = documents.filter(({ document }) => document.kind === kind);

  test('every field is used in samples/heady-systems', () => {
    const used = new Set(
      ofKind.flatMap(({ document }) =>
        [...walk(document.root)].map(({ path }) => formatPath(path).replace(/\[\d+\]/g, '[]')),
      ),
    );
    const spec = schemaAt(schemaOf(kind), ['spec']) ?? {};
    expect(fieldsOf(spec, 'spec').filter((field) => !used.has(field))).toEqual([]);
  });
});

test('definitions of the samples’ interfaces exist', () => {
  const local = documents.flatMap(({ path, document }) => {
    const definition = document.kind === 'Api' ? document.statedText(['spec', 'definition']) : undefined;
    return definition?.startsWith('./') ? [join(folder, dirname(path), definition)] : [];
  });
  expect(local.length).toBeGreaterThan(3);
  for (const file of local) expect(existsSync(file), file).toBe(true);
});
