import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFile } from '../../scaffold/generate.ts';
import { loneManifest } from '../../scaffold/update/record.ts';

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
  const all = (await Promise.all(planned)).sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const lone = loneManifest(all.map(({ file }) => file.path));
  const isKept = all.some(({ file, action }) => file.path === lone && action === 'keep');
  return isKept ? all.filter(({ file }) => file.path === lone) : all;
}

async function contentOf(path: string): Promise<Uint8Array | undefined> {
  const status = await lstat(path).catch(() => undefined);
  return status?.isFile() ? await readFile(path) : undefined;
}
