import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { Catalog } from '../catalog/catalog.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { lineStartsOf } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { Project } from './project.ts';
import { atCursor } from './testSupport.ts';

/** Texts of a workspace's files by URI. */
export type Files = Readonly<Record<string, string>>;

export function projectOf(files: Files, controlPlane = NO_CONTROL_PLANE): Project {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return new Project(new Catalog(index, () => controlPlane), { docsUri: 'file:///docs' });
}

/** A workspace of these files and one more, in whose text `|` marks the cursor. */
export function open(
  files: Files,
  [uri, marked]: readonly [uri: string, marked: string],
  controlPlane = NO_CONTROL_PLANE,
) {
  const { text, offset } = atCursor(marked);
  const all: Files = { ...files, [uri]: text };
  const project = projectOf(all, controlPlane);
  const file = project.file(uri);
  if (!file) throw new Error(`There is no file ${uri}`);
  return { project, file, offset, all };
}

/** `file name:line text` of places; the line counts from 0. */
export function shown(all: Files, places: readonly { uri: string; range: Range }[]): string[] {
  return places.map(
    ({ uri, range }) =>
      `${uri.replace('file:///w/', '')}:${range.start.line} ${textAt(all[uri] ?? '', range)}`,
  );
}

export function textAt(text: string, { start, end }: Range): string {
  const offsetOf = offsetsIn(text);
  return text.slice(offsetOf(start), offsetOf(end));
}

/** The files as they are after an edit, new names included. */
export function applied(files: Files, edit: WorkspaceEdit | undefined): Record<string, string> {
  const result = { ...files };
  for (const change of edit?.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind !== 'rename') throw new Error(change.kind);
      if (change.newUri in result) throw new Error(`${change.newUri} exists already`);
      result[change.newUri] = result[change.oldUri] ?? '';
      delete result[change.oldUri];
      continue;
    }
    const { uri } = change.textDocument;
    const edits = change.edits.map((each) => ({
      range: each.range,
      newText: 'newText' in each ? each.newText : '',
    }));
    result[uri] = edited(result[uri] ?? '', edits);
  }
  return result;
}

/** A text after edits that do not overlap. */
export function edited(text: string, edits: readonly { range: Range; newText: string }[]): string {
  const offsetOf = offsetsIn(text);
  const inOrder = edits
    .map(({ range, newText }) => ({ from: offsetOf(range.start), to: offsetOf(range.end), newText }))
    .sort((a, b) => b.from - a.from);
  return inOrder.reduce(
    (rest, { from, to, newText }) => rest.slice(0, from) + newText + rest.slice(to),
    text,
  );
}

function offsetsIn(text: string): (position: Range['start']) => number {
  const starts = lineStartsOf(text);
  return ({ line, character }) => (starts[line] ?? 0) + character;
}

/** A Service; what it depends on as the inside of a list. */
export const SERVICE = (name: string, dependsOn = '', vertical = 'health') =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: ${name}\n  tags: { Owner: team-a, Vertical: ${vertical} }\nspec:\n  environment: ${name.split('-')[0]}\n  plane: app\n  runtime: docker\n${dependsOn && `  dependsOn: [${dependsOn}]\n`}`;

export const API = (providedBy: string) =>
  `apiVersion: heady.systems/v1\nkind: Api\nmetadata: { name: clinics }\nspec:\n  type: rest\n  definition: ./clinics.yaml\n  providedBy: ${providedBy}\n`;

/** A small organisation: a policy, a vertical, three services. */
export const ORGANISATION: Files = {
  'file:///w/dev-health-api.heady.yaml': SERVICE('dev-health-api', '"dev-health-db", dev-health-web'),
  'file:///w/db.heady.yaml': `# the store\n---\n${SERVICE("'dev-health-db'")}`,
  'file:///w/web.heady.yaml': SERVICE('dev-health-web', 'dev-health-db'),
  'file:///w/org.heady.yaml':
    'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: org }\nspec: { owners: [team-a, team-b] }\n---\napiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: care }\n',
};
