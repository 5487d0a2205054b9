#!/usr/bin/env node
// esbuild bundles -> dist/: the client (CommonJS, as the editor loads it), the pages of its panels (for a browser) and
// the Node programs (ES modules that share chunks, so that what is heavy loads when it is first needed).
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { generate } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Bundled CommonJS packages call `require` for Node's own modules; ES modules have none. */
const requireShim =
  "import { createRequire as heady_createRequire } from 'node:module'; const require = heady_createRequire(import.meta.url);";

/** Generates what is derived from the schemas and bundles everything. `production` minifies and drops source maps. */
export async function build({ production = false } = {}) {
  await generate({ ifStale: true });
  // Chunks of earlier builds do no harm while developing, and a program that runs may still need them.
  if (production) rmSync(dist, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    sourcemap: production ? false : 'linked',
    minify: production,
    logLevel: 'warning',
    legalComments: 'none',
  };
  const programs = ['languageServer', 'cli', 'controlPlane'];
  await Promise.all([
    bundle({
      ...common,
      entryPoints: { extension: 'client/src/extension.ts' },
      outdir: dist,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      target: 'node20',
      external: ['vscode'],
    }),
    bundle({
      ...common,
      entryPoints: [
        { in: 'client/src/webviews/entryDetails/main.ts', out: 'entryDetails' },
        { in: 'client/src/webviews/entryDetails/entryDetails.css', out: 'entryDetails' },
        { in: 'client/src/webviews/audit/main.ts', out: 'audit' },
        { in: 'client/src/webviews/audit/audit.css', out: 'audit' },
        { in: 'client/src/webviews/impactReport/main.ts', out: 'impactReport' },
        { in: 'client/src/webviews/impactReport/impactReport.css', out: 'impactReport' },
      ],
      outdir: join(dist, 'webviews'),
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
    }),
    bundle({
      ...common,
      entryPoints: Object.fromEntries(programs.map((name) => [name, entryPoint(name)])),
      outdir: dist,
      chunkNames: 'chunks/[name]-[hash]',
      splitting: true,
      format: 'esm',
      target: 'node20',
      // The packages' ES modules bundle smaller than their UMD builds, which hide their requires.
      mainFields: ['module', 'main'],
      banner: { js: requireShim },
      define: { HEADY_BUILD: JSON.stringify(digestOfSources()) },
    }),
  ]);
  for (const name of ['languageServer', 'cli', 'controlPlane']) chmodSync(join(dist, `${name}.js`), 0o755);
}

/** What the programs know one build from another by: what one keeps on disk the other does not trust. */
function digestOfSources() {
  const hash = createHash('sha1');
  const files = ['server/src', 'schemas', 'generated'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.sort(), join(root, 'package.json'), join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('base64url');
}

function entryPoint(name) {
  return {
    languageServer: 'server/src/languageServer.ts',
    cli: 'server/src/cli/main.ts',
    controlPlane: 'server/src/controlPlane/main.ts',
  }[name];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ production: process.argv.includes('--production') });
}
