import { snippets } from '../../../../generated/snippets.js';
import { ENTRY_KINDS } from '../../manifest/schemas.ts';
import { type Template, templateOf } from './template.ts';

/** What can be created, made of the editor's own snippets; by name. */
export const TEMPLATES: ReadonlyMap<string, Template> = new Map(
  Object.entries(snippets)
    .map(([title, snippet]) => templateOf(title, snippet))
    .filter((template) => template !== undefined)
    // Templates of projects and the like are snippets, too, but no entries.
    .filter(({ kind }) => ENTRY_KINDS.includes(kind))
    .map((template) => [template.name, template]),
);

/** The first template of a kind. */
export function templateFor(kind: string): Template | undefined {
  return [...TEMPLATES.values()].find((template) => template.kind === kind);
}
