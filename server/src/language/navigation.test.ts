import { describe, expect, test } from 'vitest';
import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { lineStartsOf } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './callHierarchy.ts';
import { definition } from './definition.ts';
import { Project } from './project.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { semanticTokens } from './semanticTokens.ts';
import { atCursor } from './testSupport.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

const SERVICE = (name: string, dependsOn = '', vertical = 'health') =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: ${name}\n  tags: { Owner: team-a, Vertical: ${vertical} }\nspec:\n  environment: dev\n  plane: app\n  runtime: docker\n${dependsOn && `  dependsOn: [${dependsOn}]\n`}`;

const FILES = {
  'file:///w/dev-health-api.heady.yaml': SERVICE('dev-health-api', '"dev-health-db", dev-health-web'),
  'file:///w/db.heady.yaml': `# the store\n---\n${SERVICE("'dev-health-db'")}`,
  'file:///w/web.heady.yaml': SERVICE('dev-health-web', 'dev-health-db'),
  'file:///w/org.heady.yaml':
    'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: org }\nspec: { owners: [team-a, team-b] }\n---\napiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: care }\n',
};

/** A project of these files; the one whose text holds `|` is where the cursor stands. */
function open(files: Record<string, string> = FILES, [uri, marked]: [string, string] = ['', '|']) {
  const { text, offset } = atCursor(marked);
  const all = uri ? { ...files, [uri]: text } : files;
  const index = new WorkspaceIndex();
  for (const [each, content] of Object.entries(all)) index.set(each, parseManifest(content));
  const project = new Project(new Catalog(index), { docsUri: 'file:///docs' });
  const file = project.file(uri || (Object.keys(all)[0] ?? ''));
  if (!file) throw new Error('no file');
  return { project, file, offset, all };
}

/** `file name: text` of places. */
function shown(all: Record<string, string>, places: { uri: string; range: Range }[]): string[] {
  return places.map(
    ({ uri, range }) =>
      `${uri.replace('file:///w/', '')}:${range.start.line} ${textAt(all[uri] ?? '', range)}`,
  );
}

function textAt(text: string, { start, end }: Range): string {
  const starts = lineStartsOf(text);
  return text.slice((starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character);
}

/** The files as they are after an edit, new names included. */
function applied(all: Record<string, string>, edit: WorkspaceEdit | undefined): Record<string, string> {
  const result = { ...all };
  for (const change of edit?.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind !== 'rename') throw new Error(change.kind);
      result[change.newUri] = result[change.oldUri] ?? '';
      delete result[change.oldUri];
      continue;
    }
    const { uri } = change.textDocument;
    let text = result[uri] ?? '';
    const starts = lineStartsOf(text);
    const offsetOf = ({ line, character }: Range['start']) => (starts[line] ?? 0) + character;
    const edits = change.edits.map((each) => ({
      from: offsetOf(each.range.start),
      to: offsetOf(each.range.end),
      text: 'newText' in each ? each.newText : '',
    }));
    for (const each of edits.sort((a, b) => b.from - a.from))
      text = text.slice(0, each.from) + each.text + text.slice(each.to);
    result[uri] = text;
  }
  return result;
}

const WEB = 'file:///w/web.heady.yaml';
const AT_DB: [string, string] = [WEB, SERVICE('dev-health-web', 'dev-heal|th-db')];

describe('definition and references', () => {
  test('of a service: its manifest, and everywhere it is needed', () => {
    const { project, file, offset, all } = open(FILES, AT_DB);
    expect(shown(all, definition(project, file, offset))).toEqual(['db.heady.yaml:5 dev-health-db']);
    expect(shown(all, references(project, file, offset, false))).toEqual([
      'dev-health-api.heady.yaml:9 dev-health-db',
      'web.heady.yaml:9 dev-health-db',
    ]);
    expect(references(project, file, offset, true)).toHaveLength(3);
  });

  test('of an owner: the policy that lists it', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web').replace('team-a', 'tea|m-a'),
    ]);
    expect(shown(all, definition(project, file, offset))).toEqual(['org.heady.yaml:3 team-a']);
    expect(references(project, file, offset, false)).toHaveLength(3);
  });

  test('of a vertical: its manifest', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web').replace('Vertical: health', 'Vertical: hea|lth'),
    ]);
    expect(shown(all, definition(project, file, offset))).toEqual(['org.heady.yaml:7 health']);
  });

  test.each([
    ['a key', 'kind: Ser|vice\n'],
    ['nothing', '|'],
    ['broken text', 'spec: {dependsOn: [dev-|x\n'],
  ])('of %s: none', (_, marked) => {
    const { project, file, offset } = open(FILES, [WEB, marked]);
    expect(definition(project, file, offset)).toEqual([]);
  });
});

describe('rename', () => {
  const options = { versionOf: () => null, renamesFiles: true };

  test('reaches every reference and the file called after it, keeping quotes', () => {
    const { project, file, offset, all } = open(FILES, [
      'file:///w/dev-health-api.heady.yaml',
      SERVICE('dev-health-|api', '"dev-health-db", dev-health-web'),
    ]);
    expect(prepareRename(file, offset)?.placeholder).toBe('dev-health-api');
    const after = applied(all, rename(project, file, offset, 'dev-health-gateway', options));
    expect(after['file:///w/dev-health-api.heady.yaml']).toBeUndefined();
    expect(after['file:///w/dev-health-gateway.heady.yaml']).toContain('name: dev-health-gateway\n');

    const store = open(FILES, AT_DB);
    const renamed = applied(
      store.all,
      rename(store.project, store.file, store.offset, 'dev-health-store', options),
    );
    expect(renamed['file:///w/db.heady.yaml']).toContain("name: 'dev-health-store'");
    expect(renamed['file:///w/dev-health-api.heady.yaml']).toContain('["dev-health-store", dev-health-web]');
    expect(Object.values(renamed).join()).not.toContain('dev-health-db');
  });

  test('of a vertical takes the names of its services along', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web', 'dev-health-db').replace('Vertical: health', 'Vertical: hea|lth'),
    ]);
    const after = applied(all, rename(project, file, offset, 'care', options));
    expect(Object.values(after).join()).not.toContain('health');
    expect(after['file:///w/dev-care-api.heady.yaml']).toContain('["dev-care-db", dev-care-web]');
  });

  test('and back is where it started', () => {
    const there = open(FILES, AT_DB);
    const after = applied(
      there.all,
      rename(there.project, there.file, there.offset, 'dev-health-store', options),
    );
    const web = after[WEB] ?? '';
    const back = open(after, [WEB, web.replace('dev-health-store', 'dev-health-|store')]);
    expect(applied(back.all, rename(back.project, back.file, back.offset, 'dev-health-db', options))).toEqual(
      there.all,
    );
  });

  test.each([
    ['taken', AT_DB, 'dev-health-api', /exists already/],
    ['malformed', AT_DB, 'Health DB', /cannot name a Service/],
    [
      'an owner that is taken',
      [WEB, SERVICE('dev-health-web').replace('team-a', 'tea|m-a')],
      'team-b',
      /An owner called team-b exists already/,
    ],
    [
      'an empty owner',
      [WEB, SERVICE('dev-health-web').replace('team-a', 'tea|m-a')],
      ' ',
      /cannot be an owner/,
    ],
  ] as [string, [string, string], string, RegExp][])(
    'to a name that is %s is refused before anything changes',
    (_, cursor, name, reason) => {
      const { project, file, offset } = open(FILES, cursor);
      expect(() => rename(project, file, offset, name, options)).toThrow(reason);
    },
  );

  test('an environment keeps its name', () => {
    const { file, offset } = open({}, [
      'file:///w/e.heady.yaml',
      'kind: Environment\nmetadata: { name: de|v }\n',
    ]);
    expect(prepareRename(file, offset)).toBeUndefined();
  });
});

describe('call hierarchy', () => {
  test('goes both ways along dependsOn', () => {
    const { project, file, offset } = open(FILES, AT_DB);
    const [item] = prepareCallHierarchy(project, file, offset);
    if (!item) throw new Error('no item');
    expect(item.name).toBe('dev-health-db');
    expect(incomingCalls(project, item).map(({ from }) => from.name)).toEqual([
      'dev-health-api',
      'dev-health-web',
    ]);
    expect(outgoingCalls(project, item)).toEqual([]);
    const [web] = incomingCalls(project, item).slice(1);
    if (!web) throw new Error('no caller');
    expect(outgoingCalls(project, web.from).map(({ to }) => to.name)).toEqual(['dev-health-db']);
  });
});

test('workspace symbols are found by letters in order', () => {
  const { project } = open();
  expect(workspaceSymbols(project, 'dhw').map(({ name }) => name)).toEqual(['dev-health-web']);
  expect(workspaceSymbols(project, '').length).toBe(5);
  expect(workspaceSymbols(project, 'zzz')).toEqual([]);
});

test('semantic tokens are the segments of service names', () => {
  const { file, project } = open({ 'file:///w/a.heady.yaml': SERVICE('dev-health-a', 'dev-health-b-c') });
  // deltaLine, deltaStart, length, type, modifiers
  expect(semanticTokens(file, project.verticals())).toEqual([
    3, 8, 3, 0, 1, 0, 4, 6, 1, 1, 0, 7, 1, 2, 1, 6, 14, 3, 0, 0, 0, 4, 6, 1, 0, 0, 7, 3, 2, 0,
  ]);
});
