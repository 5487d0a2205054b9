import { readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { MAX_SOURCE_LENGTH, type SourceFile } from '../adopt/located.ts';
import { decodeManifest } from '../catalog/decode.ts';
import { CANDIDATE_EXCLUDES, CANDIDATE_GLOBS } from '../protocol/adopt.ts';
import { reasonOf, type UnusableFile } from './unusable.ts';
import { UsageError } from './usage.ts';

/** More candidates than anybody adopts at once: the folder is not the one that was meant. */
const MAX_FILES = 2_000;

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MAX_SIZE = MAX_SOURCE_LENGTH * 3;

/**
 * Files to adopt from: those named, and in folders those that are called as such files are.
 *
 * @throws {UsageError} for a path that does not exist, and where there is nothing or too much to adopt from
 */
export async function readSourceFiles(
  paths: readonly string[],
  cwd: string,
): Promise<{ files: SourceFile[]; unreadable: UnusableFile[] }> {
  const found = new Set<string>();
  for (const path of paths) for (const each of await locate(path, cwd)) found.add(each);
  if (found.size > MAX_FILES) {
    throw new UsageError(
      `${found.size} files look as if services were described in them; name those that are meant.`,
    );
  }
  const files: SourceFile[] = [];
  const unreadable: UnusableFile[] = [];
  for (const absolute of [...found].sort()) {
    const path = relative(cwd, absolute).split(sep).join('/');
    try {
      const { size } = await stat(absolute);
      const decoded =
        size > MAX_SIZE ? { refusal: 'The file is too large.' } : decodeManifest(await readFile(absolute));
      if ('text' in decoded) files.push({ path, text: decoded.text });
      else unreadable.push({ file: path, reason: decoded.refusal });
    } catch (error) {
      unreadable.push({ file: path, reason: reasonOf(error, 'read') });
    }
  }
  return { files, unreadable };
}

async function locate(path: string, cwd: string): Promise<string[]> {
  const absolute = resolve(cwd, path);
  const status = await stat(absolute).catch((error) => {
    throw new UsageError(`${path}: ${reasonOf(error, 'read')}`);
  });
  if (!status.isDirectory()) return [absolute];
  const inside = await glob([...CANDIDATE_GLOBS], {
    cwd: absolute,
    absolute: true,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: [...CANDIDATE_EXCLUDES],
  });
  return inside.map((each) => resolve(each));
}
