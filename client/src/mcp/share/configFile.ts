import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @returns undefined where there is no such file */
export async function readConfig(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * All or nothing, for its user alone where the file is new: whoever reads it meanwhile, or after a crash, finds the old
 * text or the new one.
 *
 * @param before what it held when the new text was made
 * @throws Error where somebody else wrote to it since
 */
export async function writeConfig(path: string, text: string, before: string | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => 0o600,
  );
  try {
    await writeFile(temporary, text, { flag: 'wx', mode });
    if ((await readConfig(path)) !== before)
      throw new Error(`${path} was changed meanwhile, and is left as it is. Try again.`);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
