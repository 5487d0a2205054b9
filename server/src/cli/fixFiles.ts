import { rename, stat, writeFile } from 'node:fs/promises';
import type { Catalog } from '../catalog/catalog.ts';
import type { Environment } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import { fixAll } from '../rules/fixAll.ts';
import { preferredFixes } from '../rules/lint.ts';
import { documentsOf } from './lintFiles.ts';
import { reasonOf, type UnusableFile } from './unusable.ts';
import type { LintedFile } from './workspace.ts';

/**
 * Applies what is certain to the files on disk.
 *
 * @returns how many fixes were applied, and the files that could not be written; they stay as they were
 */
export async function fixFiles(
  files: Iterable<LintedFile>,
  catalog: Catalog,
  environment: Environment | undefined,
): Promise<{ fixed: number; unwritable: UnusableFile[] }> {
  let fixed = 0;
  const unwritable: UnusableFile[] = [];
  for (const linted of files) {
    const file = catalog.workspace.file(linted.uri);
    if (!file || linted.refused || linted.isStdin) continue;
    const preferred = (state: ManifestFile) =>
      [...documentsOf(linted, state, catalog, environment)].flatMap(([, lint]) => preferredFixes(lint));
    const { text, applied } = fixAll(file, linted.uri, parseManifest, preferred);
    if (applied === 0) continue;
    try {
      await replaceFile(linted.path, linted.hasBom ? `\ufeff${text}` : text);
    } catch (error) {
      unwritable.push({ file: linted.file, reason: reasonOf(error, 'change') });
      continue;
    }
    catalog.workspace.set(linted.uri, parseManifest(text, file));
    fixed += applied;
  }
  return { fixed, unwritable };
}

/** All or nothing: a run that is killed leaves the old file or the new one, never half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.heady-fix`;
  const { mode } = await stat(path);
  await writeFile(temporary, text, { mode });
  await rename(temporary, path);
}
