import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isText } from './bytes.ts';

/** What lies where a file is to be written. */
export type Standing =
  | { state: 'new' | 'identical' }
  | { state: 'different'; existing: string }
  | { state: 'different'; existingSize: number };

/**
 * Compares a file with what is on disk.
 *
 * @param shown what the editor shows of the file, saved or not
 */
export async function standingOf(path: string, bytes: Uint8Array, shown?: string): Promise<Standing> {
  const saved = await contentOf(path);
  // A document of a file that was deleted stays open for a while.
  if (saved === undefined) return { state: 'new' };
  const existing = shown === undefined ? saved : Buffer.from(shown);
  if (existing.equals(bytes)) return { state: 'identical' };
  return isText(existing)
    ? { state: 'different', existing: existing.toString('utf8') }
    : { state: 'different', existingSize: existing.length };
}

/** Undefined: nothing is there. A folder is something, though it has no content. */
async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EISDIR') return Buffer.of(0);
    throw cause;
  }
}

/** Something on disk that is in the way; a warning keeps nobody from writing. */
export interface Obstacle {
  severity: 'error' | 'warning';
  message: string;
}

/**
 * What stands in the way of writing a file below a folder: a link leads elsewhere, a file is where a folder is needed,
 * or a neighbour has the same name but for upper and lower case.
 *
 * @param path relative to the folder, with `/`
 */
export async function obstacleTo(folder: string, path: string): Promise<Obstacle | undefined> {
  const root = await realpath(folder).catch(() => folder);
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const inside = segments.slice(0, depth).join('/');
    const place = join(folder, inside);
    const real = await realpath(place).catch(() => undefined);
    if (real === undefined)
      return (await isLink(place))
        ? error(`"${inside}" is a link that leads nowhere; remove it first.`)
        : twinOf(place);
    const way = relative(root, real);
    if (way === '..' || way.startsWith(`..${sep}`) || join(root, way) !== real)
      return error(`"${inside}" leads out of the workspace folder, to ${real}; nothing is written there.`);
    const isFolder = (await stat(place)).isDirectory();
    if (depth < segments.length && !isFolder)
      return error(`"${inside}" is a file; a folder of that name is needed.`);
    if (depth === segments.length && isFolder)
      return error(`"${inside}" is a folder; a file of that name is to be written.`);
  }
  return undefined;
}

function error(message: string): Obstacle {
  return { severity: 'error', message };
}

async function isLink(place: string): Promise<boolean> {
  const status = await lstat(place).catch(() => undefined);
  return status?.isSymbolicLink() === true;
}

/** On Windows and macOS they would be one. */
async function twinOf(place: string): Promise<Obstacle | undefined> {
  const name = basename(place);
  const neighbours = await readdir(dirname(place)).catch(() => []);
  const twin = neighbours.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (twin === undefined) return undefined;
  const message = `"${name}" and "${twin}" are the same where upper and lower case are; rename one of them.`;
  return { severity: 'warning', message };
}
