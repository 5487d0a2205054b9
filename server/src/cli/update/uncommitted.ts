import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The repository's own settings start no program, and nothing is written to its index. */
const SAFE = ['-c', 'core.fsmonitor=false', '--no-optional-locks'];

/**
 * Files among these that git knows to differ from what is committed, or does not know; none where there is no git or no
 * repository.
 *
 * @param paths relative to the folder, with `/`
 */
export async function uncommitted(folder: string, paths: readonly string[]): Promise<string[]> {
  // Of no names git would tell of everything.
  if (paths.length === 0) return [];
  // Named one by one, as themselves and not as patterns.
  const specs = paths.map((path) => `:(literal,top)${path}`);
  try {
    const { stdout: prefix } = await git(folder, ['rev-parse', '--show-prefix']);
    const within = specs.map((spec) => spec.replace('top)', `top)${prefix.trim()}`));
    const { stdout } = await git(folder, [
      'status',
      '--porcelain',
      '-z',
      '--untracked-files=all',
      '--',
      ...within,
    ]);
    return stdout
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => entry.slice(3));
  } catch {
    return [];
  }
}

function git(folder: string, args: readonly string[]) {
  return promisify(execFile)('git', [...SAFE, '-C', folder, ...args], {
    timeout: 30_000,
    maxBuffer: 50_000_000,
  });
}
