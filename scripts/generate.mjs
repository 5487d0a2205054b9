#!/usr/bin/env node
// schemas/*.schema.json -> generated/: TypeScript types, ajv standalone validators (nothing is compiled at run
// time) and one module with all schemas for completion and hover. The data of Impact Check and the editor's snippets,
// from which the control plane makes its templates, go there too.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { compile } from 'json-schema-to-typescript';
import { generateImpactData, impactDataFiles } from './generateImpactData.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemaFolder = join(root, 'schemas');
const snippetFile = join(root, 'snippets/heady-manifest.code-snippets');
const output = join(root, 'generated');

/** Makes everything below generated/. With `ifStale`, only where a source is newer. */
export async function generate({ ifStale = false } = {}) {
  const files = readdirSync(schemaFolder).filter((file) => file.endsWith('.schema.json'));
  if (ifStale && isFresh(files)) return;
  mkdirSync(output, { recursive: true });
  const schemas = files.map((file) => JSON.parse(readFileSync(join(schemaFolder, file), 'utf8')));
  // `common` holds definitions only; every other schema describes a document.
  const documents = schemas.filter((schema) => schema.title !== 'Common');
  writeFileSync(join(output, 'validators.js'), validators(schemas, documents));
  writeFileSync(join(output, 'validators.d.ts'), validatorTypes(documents));
  writeFileSync(join(output, 'schemas.js'), `export const schemas = ${JSON.stringify(schemas)};\n`);
  writeFileSync(
    join(output, 'schemas.d.ts'),
    'export declare const schemas: readonly Record<string, unknown>[];\n',
  );
  const snippets = JSON.parse(readFileSync(snippetFile, 'utf8'));
  writeFileSync(join(output, 'snippets.js'), `export const snippets = ${JSON.stringify(snippets)};\n`);
  writeFileSync(
    join(output, 'snippets.d.ts'),
    'export declare const snippets: Readonly<Record<string, { prefix: string[]; description: string; body: string[] }>>;\n',
  );
  generateImpactData(output);
  // Written last: its age says whether everything is fresh.
  writeFileSync(join(output, 'kinds.d.ts'), await types(documents));
}

function isFresh(files) {
  try {
    const made = statSync(join(output, 'kinds.d.ts')).mtimeMs;
    const scripts = ['./generate.mjs', './generateImpactData.mjs'].map((script) =>
      fileURLToPath(new URL(script, import.meta.url)),
    );
    const schemas = files.map((file) => join(schemaFolder, file));
    const sources = [...schemas, snippetFile, ...impactDataFiles(), ...scripts];
    return sources.every((source) => statSync(source).mtimeMs < made);
  } catch {
    return false;
  }
}

function validators(schemas, documents) {
  const ajv = new Ajv2020.default({
    schemas,
    allErrors: true,
    strictTypes: false,
    keywords: ['tsType'],
    code: { source: true, esm: true, lines: true },
  });
  addFormats.default(ajv);
  const code = standalone.default(
    ajv,
    Object.fromEntries(documents.map((schema) => [schema.title, schema.$id])),
  );
  // ajv's ESM output still requires its small runtime helpers; an import does the same and can be bundled.
  const imports = new Map();
  const body = code.replace(/require\("([^"]+)"\)/g, (_, id) => {
    if (!imports.has(id)) imports.set(id, `runtime${imports.size}`);
    return imports.get(id);
  });
  const lines = [...imports].map(
    ([id, name]) => `import * as ${name} from '${id.replace(/(?<!\.js)$/, '.js')}';`,
  );
  return `${lines.join('\n')}\n${body.replace('"use strict";', '')}`;
}

function validatorTypes(documents) {
  const lines = documents.map((schema) => `export declare const ${schema.title}: ValidateFunction;`);
  return `import type { ValidateFunction } from 'ajv';\n${lines.join('\n')}\n`;
}

async function types(documents) {
  const parts = documents.map((schema) =>
    compile(withoutTitles(schema), schema.title, {
      cwd: `${schemaFolder}/`,
      $refOptions: { resolve: { file: { read: (file) => readWithoutTitles(file.url) } } },
      bannerComment: '',
      format: false,
      declareExternallyReferenced: true,
    }),
  );
  return (await Promise.all(parts)).join('\n');
}

/** A titled schema becomes a named type; only the document itself is to be one. */
function withoutTitles(schema, top = schema.title) {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === 'title' && typeof value === 'string' && value !== top ? undefined : value,
  );
}

function readWithoutTitles(url) {
  const file = url.replace(/^.*\//, '');
  return JSON.stringify(withoutTitles(JSON.parse(readFileSync(join(schemaFolder, file), 'utf8')), ''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generate({ ifStale: process.argv.includes('--if-stale') });
}
