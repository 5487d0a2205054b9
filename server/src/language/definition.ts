import type { Location } from 'vscode-languageserver-types';
import type { ManifestFile } from '../manifest/file.ts';
import { locationOf, occurrenceAt } from './occurrences.ts';
import type { Project } from './project.ts';

/**
 * Where the thing named at an offset is described: its manifests (of an image the version that is named, if there is one),
 * else the policies that list it.
 */
export function definition(project: Project, file: ManifestFile, offset: number): Location[] {
  const found = occurrenceAt(file, offset);
  if (!found) return [];
  const declared = project.occurrences(found.occurrence).filter(({ role }) => role === 'declaration');
  const described = declared.filter(({ placed }) => placed.document.kind !== 'Policy');
  const { version } = found.occurrence;
  const exact = described.filter(({ placed }) => placed.document.statedText(['spec', 'version']) === version);
  return [exact, described, declared].find((places) => places.length > 0)?.map(locationOf) ?? [];
}
