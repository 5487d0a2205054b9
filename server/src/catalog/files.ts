import { readFile, stat } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import type { ManifestFile } from '../manifest/file.ts';
import { MAX_FILE_LENGTH, parseManifest, refusedFile } from '../manifest/parse.ts';
import { decodeManifest } from './decode.ts';

/** Globs of what counts as a manifest (manifests.md, "Files"). */
export const MANIFEST_GLOBS: readonly string[] = [
  '**/*.heady.{yaml,yml,json}',
  '**/heady.{yaml,yml,json}',
  '**/.heady/**/*.{yaml,yml}',
];

/** Never entered: what tools make, not people. */
export const DEFAULT_EXCLUDES: readonly string[] = ['**/node_modules/**', '**/.git/**'];

/**
 * Absolute paths of all manifests below a folder, sorted, with `/`. Folders are never taken for files, and symbolic
 * links to folders are not followed, so that a loop of links ends.
 */
export async function findManifests(folder: string, excludes: readonly string[] = []): Promise<string[]> {
  const paths = await glob([...MANIFEST_GLOBS], {
    cwd: folder,
    absolute: true,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: [...DEFAULT_EXCLUDES, ...excludes],
  });
  return paths.sort();
}

export interface ReadManifest {
  file: ManifestFile;
  /** The bytes began with a byte order mark, which is no part of `file.text`. */
  hasBom: boolean;
  /** Why the file could not be read as text at all; then `file` says so as its only finding. */
  refusal?: string;
}

/**
 * Reads and parses a manifest from disk. A file that is too large, not UTF-8 or binary comes back as a manifest whose
 * only finding says so.
 *
 * @throws what the file system throws: missing, unreadable; and for what is no regular file
 */
export async function readManifest(path: string): Promise<ReadManifest> {
  const status = await stat(path);
  if (!status.isFile()) throw new Error('It is no regular file.');
  // UTF-8 needs at most three bytes for a UTF-16 unit: beyond that it is too large whatever it holds.
  if (status.size > MAX_FILE_LENGTH * 3) {
    return refusal(
      `The file is ${Math.round(status.size / 1_000_000)} MB; manifests are read up to ${MAX_FILE_LENGTH / 1_000_000} million characters. Split it into several files.`,
    );
  }
  const decoded = decodeManifest(await readFile(path));
  if ('refusal' in decoded) return refusal(decoded.refusal);
  return { file: parseManifest(decoded.text), hasBom: decoded.hasBom };
}

function refusal(message: string): ReadManifest {
  return { file: refusedFile('', message), hasBom: false, refusal: message };
}
