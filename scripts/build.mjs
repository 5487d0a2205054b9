#!/usr/bin/env node
// esbuild bundles -> dist/: the client (CommonJS, as the editor loads it) and the Node programs (ES modules that
// share chunks, so that what is heavy loads when it is first needed).
import { chmodSync, rmSync } from 'node:fs';
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
      entryPoints: Object.fromEntries(programs.map((name) => [name, entryPoint(name)])),
      outdir: dist,
      chunkNames: 'chunks/[name]-[hash]',
      splitting: true,
      format: 'esm',
      target: 'node20',
      // The packages' ES modules bundle smaller than their UMD builds, which hide their requires.
      mainFields: ['module', 'main'],
      banner: { js: requireShim },
    }),
  ]);
  for (const name of ['languageServer', 'cli', 'controlPlane']) chmodSync(join(dist, `${name}.js`), 0o755);
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
