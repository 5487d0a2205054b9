import type { Location } from 'vscode-languageserver-types';
import { rangeOf } from '../../manifest/file.ts';
import { formatPath, type Path, walk } from '../../manifest/tree.ts';
import type { EntryRef } from '../../protocol/entryDetails.ts';
import type { Project } from '../project.ts';
import { declarationOf } from './details.ts';

/**
 * Where the manifest of an entry states a field; where it does not, what the field would be part of.
 *
 * @param field dotted, as findings name it: `spec.env.DB_URL`
 * @returns undefined for an entry without a manifest here
 */
export function fieldPlace(project: Project, ref: EntryRef, field: string): Location | undefined {
  const declaration = declarationOf(project, ref);
  const placed = declaration && project.placed(declaration.at);
  if (!declaration || !placed) return undefined;
  const { document } = placed;
  let [nearest, stated]: [Path, string] = [['metadata', 'name'], ''];
  let isValue = false;
  for (const { node, path } of walk(document.root)) {
    const written = formatPath(path);
    if (written.length <= stated.length || !isWithin(field, written)) continue;
    [nearest, stated, isValue] = [path, written, node.type === 'scalar'];
  }
  const span = isValue ? document.place(nearest) : document.keyPlace(nearest);
  return { uri: declaration.at.uri, range: rangeOf(placed, span) };
}

function isWithin(field: string, other: string): boolean {
  return field === other || field.startsWith(`${other}.`) || field.startsWith(`${other}[`);
}
