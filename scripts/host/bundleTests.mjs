// Bundles the tests that run inside VS Code, mocha included: the extension host gets one CommonJS file.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test', 'host');

/**
 * Bundles the tests of test/host/<room> behind a `run()`.
 *
 * @returns {Promise<string>} the path VS Code calls its `extensionTestsPath`
 */
export async function bundleHostTests(room) {
  const outfile = join(root, 'dist', 'test', 'host', `${room}.cjs`);
  const files = globSync(`${room}/*.test.ts`, { cwd: folder }).sort();
  // `require` runs a file when mocha is set up for it; an `import` would run it before.
  const loads = files.map((file) => `require('./${room}/${basename(file)}');`).join(' ');
  await build({
    stdin: {
      contents: `import { runSuite } from './index.ts'; export const run = () => runSuite(() => { ${loads} });`,
      resolveDir: folder,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'linked',
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' }, // mocha's workers, never started here
  });
  return outfile;
}
