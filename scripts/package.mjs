#!/usr/bin/env node
// Makes dist/heady-<version>.vsix, the extension as it is installed, and says what it weighs.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packagePath = join(root, 'dist', `${name}-${version}.vsix`);

mkdirSync(join(root, 'dist'), { recursive: true });
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false, // everything is bundled
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const files = (await listFiles({ cwd: root, packageManager: PackageManager.None }))
  .map((path) => ({ path, bytes: statSync(join(root, path)).size }))
  .sort((a, b) => b.bytes - a.bytes);
console.log('\nThe largest of its files, before compression:');
for (const { path, bytes } of files.slice(0, 8)) console.log(`  ${megabytes(bytes).padStart(9)}  ${path}`);
console.log(`VSIX ${megabytes(statSync(packagePath).size)}: ${packagePath}`);
