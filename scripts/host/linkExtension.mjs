// Installs this very folder as an extension of a VS Code server.
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Links the project into the extensions of `dataFolder`: after a build, reloading the page shows the new one. */
export async function linkExtension(dataFolder) {
  const extensions = join(dataFolder, 'extensions');
  await mkdir(extensions, { recursive: true });
  const { publisher, name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  for (const entry of await readdir(extensions)) {
    // Without its list VS Code looks at the folders again.
    if (entry === 'extensions.json' || entry.startsWith(`${publisher}.${name}-`)) {
      await rm(join(extensions, entry), { recursive: true });
    }
  }
  await symlink(root, join(extensions, `${publisher}.${name}-${version}`), 'junction');
}
