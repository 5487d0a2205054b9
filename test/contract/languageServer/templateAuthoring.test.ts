import { afterAll, beforeAll, expect, it } from 'vitest';
import { SOUND } from '../../../server/src/scaffold/template/lint/testTemplate.ts';
import { LspClient } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const MANIFEST = 'template.heady.yaml';
const README = 'files/README.md.liquid';
const TYPO = `${SOUND[README]}{{ tittle }}\n`;

let workspace: WorkspaceFolder;
let uri: (file: string) => string;

beforeAll(() => {
  workspace = new WorkspaceFolder();
  uri = (file) => workspace.uriOf(`heady-templates/worker/${file}`);
  for (const [path, text] of Object.entries({ ...SOUND, [README]: TYPO }))
    workspace.write(`heady-templates/worker/${path}`, text);
});
afterAll(() => workspace[Symbol.dispose]());

const codesOf = (client: LspClient, file: string) =>
  client.pushed.get(uri(file))?.diagnostics.map(({ code }) => code);

it('tells what is wrong with a template once its manifest is opened, and anew when it is saved', async () => {
  await using client = await LspClient.start({ folders: [workspace.uri] });
  await client.open(uri(MANIFEST), SOUND[MANIFEST] ?? '');
  await client.until(() => codesOf(client, README)?.length === 1, 'the finding in a file that is not open');
  expect(client.pushed.get(uri(README))?.diagnostics).toEqual([
    {
      range: { start: { line: 3, character: 3 }, end: { line: 3, character: 9 } },
      severity: 1,
      source: 'heady',
      code: 'template/unknown-variable',
      message: 'There is no variable "tittle". Did you mean "title"?',
    },
  ]);

  workspace.write(`heady-templates/worker/${README}`, SOUND[README] ?? '');
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(README), type: 2 }] });
  await client.until(() => codesOf(client, README)?.length === 0, 'the finding to go with its cause');

  const unused = SOUND[MANIFEST]?.replace(
    '    properties:',
    '    properties:\n      more: { type: string, title: More }',
  );
  workspace.write(`heady-templates/worker/${MANIFEST}`, unused ?? '');
  await client.notify('textDocument/didSave', { textDocument: { uri: uri(MANIFEST) } });
  await client.until(() => codesOf(client, MANIFEST)?.length === 1, 'the finding in the manifest itself');
  expect(codesOf(client, MANIFEST)).toEqual(['template/unused']);
  workspace.write(`heady-templates/worker/${MANIFEST}`, SOUND[MANIFEST] ?? '');
});

it('keeps to the findings of the rules where the client cannot pull', async () => {
  workspace.write(`heady-templates/worker/${README}`, TYPO);
  const broken = (SOUND[MANIFEST] ?? '').replace("pattern: '^[a-z]+$'", "pattern: '^[a-z'");
  workspace.write(`heady-templates/worker/${MANIFEST}`, broken);
  await using client = await LspClient.start({
    folders: [workspace.uri],
    capabilities: { textDocument: {} },
  });
  await client.open(uri(MANIFEST), broken.replace('version: 1.0.0', 'version: one'));
  await client.until(() => (codesOf(client, MANIFEST)?.length ?? 0) > 1, 'both findings');
  expect(codesOf(client, MANIFEST)?.sort()).toEqual(['schema/format', 'template/pattern']);
  expect(codesOf(client, README)).toEqual(['template/unknown-variable']);
});

it('looks at no template of a workspace that is not trusted', async () => {
  await using client = await LspClient.start({ folders: [workspace.uri], options: { trusted: false } });
  await client.open(uri(MANIFEST), SOUND[MANIFEST] ?? '');
  expect(await client.diagnostics(uri(MANIFEST))).toEqual([]);
  await client.indexed();
  expect(client.pushed.size).toBe(0);
});
