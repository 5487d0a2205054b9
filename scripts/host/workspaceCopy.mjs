// A workspace that tests may write to: a copy of a sample in the system's temporary folder.
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));

/**
 * Copies samples/<name>.
 *
 * @returns {Promise<{folder: string, temporary: string, remove: () => Promise<void>}>} the copy, and the temporary
 *   folder around it, which `remove` deletes
 */
export async function copySample(name = 'heady-systems') {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), 'heady-host-')));
  const folder = join(temporary, name);
  await cp(join(samples, name), folder, { recursive: true });
  return { folder, temporary, remove: () => rm(temporary, { recursive: true, force: true, maxRetries: 5 }) };
}
