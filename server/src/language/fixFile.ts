import type { TextEdit } from 'vscode-languageserver-types';
import type { ManifestFile } from '../manifest/file.ts';
import { lineStartsOf, positionAt } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { fixAll } from '../rules/fixAll.ts';
import { preferredFixes } from '../rules/lint.ts';
import type { Project } from './project.ts';

/**
 * What applying every preferred fix of a file comes to, in one edit; undefined where there is nothing to fix.
 *
 * @param rule only findings of this rule
 */
export function fixFile(
  project: Project,
  uri: string,
  rule?: string,
): { edit: TextEdit; applied: number } | undefined {
  const file = project.file(uri);
  if (!file) return undefined;
  const { catalog: facts } = project;
  const environment = project.environments.of(uri);
  const preferred = (state: ManifestFile) =>
    state.documents.flatMap(({ document }, index) =>
      preferredFixes({ document, at: { uri, index }, facts, environment }, rule),
    );
  const { text, applied } = fixAll(file, uri, parseManifest, preferred);
  return applied === 0 ? undefined : { edit: minimalEdit(file.text, text), applied };
}

/** One edit from what two texts start with alike to where they end alike. */
function minimalEdit(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let tail = 0;
  const room = Math.min(before.length, after.length) - start;
  while (tail < room && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const lineStarts = lineStartsOf(before);
  return {
    range: { start: positionAt(lineStarts, start), end: positionAt(lineStarts, before.length - tail) },
    newText: after.slice(start, after.length - tail),
  };
}
