import type { FileSystem, Uri } from 'vscode';

type Files = Pick<FileSystem, 'delete' | 'readDirectory'>;

/**
 * Removes files and then those folders that are empty, inner ones first. What is gone already is no failure.
 *
 * @returns what could not be removed
 */
export async function takeBack(files: Files, made: readonly Uri[], folders: readonly Uri[]): Promise<Uri[]> {
  const left: Uri[] = [];
  for (const uri of made) {
    const gone = await files.delete(uri, { useTrash: false }).then(() => true, isGone);
    if (!gone) left.push(uri);
  }
  await removeEmpty(files, folders);
  return left;
}

/** Removes those folders in which nothing is, inner ones first. */
export async function removeEmpty(files: Files, folders: readonly Uri[]): Promise<void> {
  const innerFirst = [...folders].sort((a, b) => b.path.length - a.path.length);
  for (const folder of innerFirst) {
    const entries = await files.readDirectory(folder).then(undefined, () => undefined);
    if (entries?.length === 0)
      await files.delete(folder, { recursive: false, useTrash: false }).then(undefined, () => undefined);
  }
}

function isGone(cause: unknown): boolean {
  return (cause as { code?: unknown } | undefined)?.code === 'FileNotFound';
}
