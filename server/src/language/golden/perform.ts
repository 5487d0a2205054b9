import type {
  CompletionItem,
  MarkupContent,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { ControlPlaneKnowledge } from '../../catalog/knowledge.ts';
import { codeActions } from '../codeActions.ts';
import { complete } from '../complete.ts';
import { definition } from '../definition.ts';
import { hover } from '../hover.ts';
import { references } from '../references.ts';
import { prepareRename, rename } from '../rename.ts';
import { RenameRefused } from '../renameRefusals.ts';
import { applied, edited, type Files, open, shown, textAt } from '../testWorkspace.ts';
import type { Request, Scenario } from './scenario.ts';

type Place = ReturnType<typeof open> & { uri: string };
type Feature = (place: Place, argument: string | undefined) => string | readonly string[];

const FOLDER = 'file:///w/';
/** A scenario's own file. */
const HERE = 'here.heady.yaml';

/** Where scenarios play: a workspace, and what its control plane has registered. */
export interface World {
  workspace: Files;
  controlPlane: ControlPlaneKnowledge;
}

/** What a request comes to, as lines of text. */
export function perform(
  { workspace, controlPlane }: World,
  { request, marked }: Pick<Scenario, 'request' | 'marked'>,
): string {
  const feature = FEATURES[request.verb];
  if (!feature)
    throw new Error(`There is no "${request.verb}"; there are ${Object.keys(FEATURES).join(', ')}.`);
  const uri = FOLDER + (request.file ?? HERE);
  const text = request.file ? within(workspace[uri], marked, request) : marked;
  const place = open(workspace, [uri, text], controlPlane);
  const lines = [feature({ ...place, uri }, request.argument)].flat();
  return lines.length ? `${lines.join('\n')}\n` : '(nothing)\n';
}

/** The whole file with the mark of the part. */
function within(text: string | undefined, marked: string, { file }: Request): string {
  const cursor = marked.lastIndexOf('|');
  const part = marked.slice(0, cursor) + marked.slice(cursor + 1);
  if (text?.split(part).length !== 2) throw new Error(`${file} does not say this once: ${part}`);
  return text.replace(part, () => marked);
}

const FEATURES: Readonly<Record<string, Feature>> = {
  complete: (place) =>
    completions(place).map(({ label, detail }) => (detail ? `${label}  (${detail})` : label)),
  accept: (place, label) => {
    const { range, newText } = completion(place, label).textEdit as TextEdit;
    const after = edited(place.file.text, [{ range, newText }]);
    return changes({ [place.uri]: place.file.text }, { [place.uri]: after });
  },
  explain: (place, label) => {
    const { detail = '', documentation } = completion(place, label);
    return [detail, (documentation as MarkupContent | undefined)?.value ?? ''].filter((line) => line !== '');
  },
  hover: ({ project, file, offset }) => {
    const found = hover(file, offset, project);
    if (!found?.range) return [];
    return [`over: ${textAt(file.text, found.range)}`, (found.contents as MarkupContent).value];
  },
  definition: ({ project, file, offset, all }) => shown(all, definition(project, file, offset)),
  references: ({ project, file, offset, all }) => shown(all, references(project, file, offset, true)),
  rename: ({ project, file, offset, all }, newName = '') => {
    if (!prepareRename(file, offset)) return 'nothing to rename here';
    try {
      const options = { versionOf: () => null, renamesFiles: true };
      return changed(all, rename(project, file, offset, newName, options));
    } catch (error) {
      if (error instanceof RenameRefused) return `refused: ${error.message}`;
      throw error;
    }
  },
  fixes: (place) => fixes(place).map(({ title, isPreferred }) => (isPreferred ? `* ${title}` : title)),
  fix: (place, title) => {
    const all = fixes(place);
    const chosen = title
      ? all.find((each) => each.title === title)
      : all.find(({ isPreferred }) => isPreferred);
    if (!chosen)
      throw new Error(
        `There is no such fix; there are ${all.map((each) => each.title).join(', ') || 'none'}.`,
      );
    return changed(place.all, chosen.edit);
  },
};

function completions({ project, file, offset }: Place): CompletionItem[] {
  const found = (index: number) => {
    const document = file.documents[index];
    return document ? project.report({ uri: FOLDER + HERE, index }, document).findings : [];
  };
  return complete(file, offset, project, { snippets: false, found }).sort((a, b) =>
    (a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1,
  );
}

function completion(place: Place, label: string | undefined): CompletionItem {
  const all = completions(place);
  const item = all.find((each) => each.label === label);
  if (!item)
    throw new Error(
      `"${label}" is not proposed; there are ${all.map((each) => each.label).join(', ') || 'none'}.`,
    );
  return item;
}

/** Quick fixes at the cursor, "disable for this line" left out: it is offered for every finding. */
function fixes({ project, file, offset, uri }: Place) {
  const options = { versionOf: () => null, snippets: false, resolves: false };
  return codeActions(project, uri, rangeAt(file.text, offset), options).filter(
    ({ title }) => !title.startsWith('Disable '),
  );
}

function rangeAt(text: string, offset: number): Range {
  const lines = text.slice(0, offset).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { start: position, end: position };
}

function changed(files: Files, edit: WorkspaceEdit | undefined): string[] {
  return changes(files, applied(files, edit));
}

/** File by file the lines that differ, `-` before and `+` after; a file that moved as `a -> b`. */
function changes(before: Files, after: Files): string[] {
  const gone = Object.keys(before).filter((uri) => !(uri in after));
  const come = Object.keys(after).filter((uri) => !(uri in before));
  const moves = new Map(gone.map((uri, i) => [uri, come[i] ?? '']));
  return Object.entries(before).flatMap(([uri, text]) => {
    const to = moves.get(uri);
    const lines = difference(text, after[to ?? uri] ?? '');
    const name = uri.slice(FOLDER.length);
    return [...(to ? [`${name} -> ${to.slice(FOLDER.length)}`] : lines.length ? [name] : []), ...lines];
  });
}

/** The lines between what two texts start and end with alike; where as many, line by line. */
function difference(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  if (a.length === b.length) {
    return a.flatMap((line, i) => (line === b[i] ? [] : [`- ${line}`, `+ ${b[i]}`]));
  }
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...a.slice(start, a.length - end).map((line) => `- ${line}`),
    ...b.slice(start, b.length - end).map((line) => `+ ${line}`),
  ];
}
