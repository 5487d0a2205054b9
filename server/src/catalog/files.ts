import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

/** A manifest as it was read. */
export interface ReadManifest {
  file: ManifestFile;
  /** The bytes began with a byte order mark, which is no part of `file.text`. */
  hasBom: boolean;
  /** Why the file could not be read as text at all; then `file` says so as its only finding. */
  refusal?: string;
}

/** The bytes of a file, or why they are not even looked at. */
export type ReadBytes = { bytes: Uint8Array } | { refusal: string };

/** UTF-8 needs at most three bytes for a UTF-16 unit: beyond that a file is too large whatever it holds. In bytes. */
const MAX_SIZE = MAX_FILE_LENGTH * 3;

/**
 * Reads a manifest without parsing it.
 *
 * @param status of the file
 * @throws what the file system throws: missing, unreadable; and for what is no regular file
 */
export async function readBytes(path: string, status: Stats): Promise<ReadBytes> {
  const refusal = refuse(status);
  return refusal === undefined ? { bytes: await readFile(path) } : { refusal };
}

/** `readBytes` for who has nothing else to do meanwhile: several times faster. @param status of the file, if known */
export function readBytesNow(path: string, status: Stats = statSync(path)): ReadBytes {
  const refusal = refuse(status);
  return refusal === undefined ? { bytes: readFileSync(path) } : { refusal };
}

/** Parses what was read. What is too large, not UTF-8 or binary comes back as a manifest whose only finding says so. */
export function manifestOf(read: ReadBytes): ReadManifest {
  const decoded = 'refusal' in read ? read : decodeManifest(read.bytes);
  if ('refusal' in decoded) {
    return { file: refusedFile('', decoded.refusal), hasBom: false, refusal: decoded.refusal };
  }
  return { file: parseManifest(decoded.text), hasBom: decoded.hasBom };
}

/** Why a file is not read; undefined where it is. @throws for what is no regular file */
function refuse(status: Stats): string | undefined {
  if (!status.isFile()) throw new Error('It is no regular file.');
  if (status.size <= MAX_SIZE) return undefined;
  return `The file is ${Math.round(status.size / 1_000_000)} MB; manifests are read up to ${MAX_FILE_LENGTH / 1_000_000} million characters. Split it into several files.`;
}
