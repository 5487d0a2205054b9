import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFile } from '../../scaffold/generate.ts';

/** `conflict`: another file is there, and nobody said what to do. */
export type FileAction = 'create' | 'unchanged' | 'overwrite' | 'keep' | 'conflict';

/** A file with what becomes of it. */
export interface PlannedFile {
  file: GeneratedFile;
  action: FileAction;
  /** What is there, where it is another file. */
  there?: Uint8Array;
}

/** Compares what is made with what is there. Links are not followed: what writes refuses them. */
export async function plannedFiles(
  root: string,
  files: readonly GeneratedFile[],
  existing: 'refuse' | 'keep' | 'overwrite',
): Promise<PlannedFile[]> {
  const planned = files.map(async (file): Promise<PlannedFile> => {
    const there = await contentOf(join(root, file.path));
    if (there === undefined) return { file, action: 'create' };
    if (Buffer.compare(there, file.bytes) === 0) return { file, action: 'unchanged' };
    return { file, action: existing === 'refuse' ? 'conflict' : existing, there };
  });
  return (await Promise.all(planned)).sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

async function contentOf(path: string): Promise<Uint8Array | undefined> {
  const status = await lstat(path).catch(() => undefined);
  return status?.isFile() ? await readFile(path) : undefined;
}
