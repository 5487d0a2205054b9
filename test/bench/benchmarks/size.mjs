// What is loaded into the editor and what is downloaded.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../support/context.mjs';

export const about = 'client bundle and VSIX, in KB';

export async function run() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['client/src/extension.ts'],
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    outdir: 'dist',
    logLevel: 'error',
  });
  const [{ bytes, inputs }] = Object.values(metafile.outputs);
  const libraries = Object.entries(inputs).filter(([path]) => path.includes('node_modules/'));
  const ofLibraries = libraries.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const figures = { bundle: bytes, own: bytes - ofLibraries, vsix: await vsixSize() };
  const kilobytes = (size) => size && Math.round(size / 1024);
  return {
    figures,
    tables: [
      {
        title: 'Size, minified',
        note: 'The VSIX is the one that `npm run package` made last; "-": none yet.',
        head: ['', 'KB'],
        rows: [
          ['client bundle', kilobytes(figures.bundle)],
          ['of it our own, without the language client and other libraries', kilobytes(figures.own)],
          ['VSIX', kilobytes(figures.vsix) ?? '-'],
        ],
      },
    ],
  };
}

/** Of the package that `npm run package` made last; undefined without one. */
async function vsixSize() {
  const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } });
  const { size } =
    statSync(join(root, 'dist', `${manifest.name}-${manifest.version}.vsix`), { throwIfNoEntry: false }) ??
    {};
  return size;
}
