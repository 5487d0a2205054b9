import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Names by which git knows who works in a folder, written as owners are: `Team Billing <billing@x.org>` gives
 * `team-billing`, `billing` and both with `team-` before. Empty without git or a configured user; never throws.
 */
export async function gitIdentity(folder: string): Promise<string[]> {
  const [name, email] = await Promise.all([gitConfig(folder, 'user.name'), gitConfig(folder, 'user.email')]);
  const local = email.split('@')[0] ?? '';
  const names = [name, local].map(slug).filter((each) => each !== '');
  return [...new Set(names.flatMap((each) => [each, `team-${each}`]))];
}

async function gitConfig(folder: string, key: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'config', '--get', key], {
      timeout: 2_000,
    });
    return stdout.trim();
  } catch {
    return '';
  }
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
