import { expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest } from '../manifest/parse.ts';
import { codeActions } from './codeActions.ts';
import { resolveFixRule } from './fixRule.ts';
import { Project } from './project.ts';

const SERVICE = (name: string) =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  name: ${name}\n  tags: { Owner: a, Vertical: health, DataSensitivity: internal }\nspec: { environment: dev, plane: app, runtime: dokcer }\n`;

function open(files: Record<string, string>): Project {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return new Project(new Catalog(index), { docsUri: 'file:///docs' });
}

const AT_RUNTIME = { start: { line: 5, character: 50 }, end: { line: 5, character: 50 } };
const OPTIONS = { versionOf: () => null, snippets: false, resolves: true };

function offered(project: Project, uri: string, resolves = true) {
  return codeActions(project, uri, AT_RUNTIME, { ...OPTIONS, resolves }).filter(({ title }) =>
    title.startsWith('Fix all'),
  );
}

test('a rule is fixed in the file, and in the workspace, where there is more of it', () => {
  const project = open({
    'a.heady.yaml': `${SERVICE('dev-health-a')}---\n${SERVICE('dev-health-b')}`,
    'b.heady.yaml': SERVICE('dev-health-c'),
  });
  const actions = offered(project, 'a.heady.yaml');
  expect(actions.map(({ title }) => title)).toEqual([
    'Fix all schema/enum in this file',
    'Fix all schema/enum in the workspace',
  ]);
  expect(actions.every(({ edit }) => edit === undefined)).toBe(true);
  const touched = actions.map((action) => {
    const { edit } = resolveFixRule(project, action, () => null);
    return edit?.documentChanges?.map((change) => ('textDocument' in change ? change.textDocument.uri : ''));
  });
  expect(touched).toEqual([['a.heady.yaml'], ['a.heady.yaml', 'b.heady.yaml']]);
});

test('one finding alone, or a client that cannot ask again, is offered no more', () => {
  const alone = open({ 'a.heady.yaml': SERVICE('dev-health-a') });
  expect(offered(alone, 'a.heady.yaml')).toEqual([]);
  const two = open({ 'a.heady.yaml': `${SERVICE('dev-health-a')}---\n${SERVICE('dev-health-b')}` });
  expect(offered(two, 'a.heady.yaml', false)).toEqual([]);
});
