import type { Location } from 'vscode-languageserver-types';
import type { ManifestFile } from '../manifest/file.ts';
import { locationOf, occurrenceAt } from './occurrences.ts';
import type { Project } from './project.ts';

/** Every place that names the thing at an offset. */
export function references(
  project: Project,
  file: ManifestFile,
  offset: number,
  includeDeclaration: boolean,
): Location[] {
  const found = occurrenceAt(file, offset);
  if (!found) return [];
  return project
    .occurrences(found.occurrence)
    .filter(({ role }) => includeDeclaration || role === 'reference')
    .map(locationOf);
}
