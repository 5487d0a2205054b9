import { symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ScaffoldAnswers,
  ScaffoldCheck,
  ScaffoldChoices,
  ScaffoldKind,
  ScaffoldParams,
  ScaffoldPreview,
  TemplateList,
} from '../../../server/src/protocol/scaffold.ts';
import { LspClient } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const POLICY = `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: org-baseline }
spec: { owners: [team-platform, team-billing], verticals: [health] }
`;
const ANSWERS: ScaffoldAnswers = {
  environment: 'dev',
  vertical: 'health',
  name: 'triage',
  owner: 'team-platform',
  sensitivity: 'confidential',
};
const MANIFEST = { source: 'built-in', name: 'service-manifest' };

let folder: WorkspaceFolder;
let client: LspClient;

beforeAll(async () => {
  folder = new WorkspaceFolder({
    'policy.heady.yaml': POLICY,
    'billing.heady.yaml': service('dev-health-billing'),
  });
  client = await LspClient.start({ folders: [folder.uri] });
  await client.indexed();
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const params = (answers: ScaffoldAnswers, more: Partial<ScaffoldParams> = {}): ScaffoldParams => ({
  folder: folder.uri,
  kind: 'Service',
  answers,
  ...more,
});
const check = (answers: ScaffoldAnswers, more?: Partial<ScaffoldParams>) =>
  client.request<ScaffoldCheck>('heady/scaffold/check', params(answers, more));
const preview = (answers: ScaffoldAnswers, more?: Partial<ScaffoldParams>) =>
  client.request<ScaffoldPreview>('heady/scaffold/preview', params(answers, more));

describe('the wizard', () => {
  it('offers templates of every kind, with what they ask', async () => {
    const { sources, templates } = await client.request<TemplateList>('heady/scaffold/templates');
    expect(sources).toEqual([{ id: 'built-in', title: 'Heady', bad: [] }]);
    const kinds = new Set(templates.map(({ creates }) => creates));
    expect([...kinds].sort()).toEqual([
      'Agent',
      'Api',
      'GoldenImage',
      'McpServer',
      'Service',
      'Vertical',
      'VirtualMachine',
    ] satisfies ScaffoldKind[]);
    const names = templates.map(({ name }) => name);
    expect(names).not.toContain('service-base');
    const machine = templates.find(({ name }) => name === 'virtual-machine');
    expect(machine).toMatchObject({
      source: 'built-in',
      questions: ['environment', 'vertical', 'name', 'owner', 'sensitivity', 'description'],
    });
    expect(machine?.parameters).toContainEqual(
      expect.objectContaining({ name: 'index', type: 'integer', required: false, default: 1 }),
    );
  });

  it('offers what the workspace knows', async () => {
    const choices = await client.request<ScaffoldChoices>('heady/scaffold/choices', {});
    expect(choices.verticals).toEqual([{ name: 'health' }]);
    expect(choices.owners).toEqual(['team-billing', 'team-platform']);
  });

  it('offers what the catalog has where a template asks for such a thing', async () => {
    const { templates } = await client.request<TemplateList>('heady/scaffold/templates');
    const api = templates.find(({ name }) => name === 'api');
    expect(api?.parameters).toContainEqual(expect.objectContaining({ name: 'providedBy', known: 'service' }));
    const known = (thing: unknown) => client.request<string[]>('heady/scaffold/known', { thing });
    expect(await known('service')).toEqual(['health-billing']);
    expect(await known('agent')).toEqual([]);
    expect(await known('everything')).toEqual([]);
  });

  it('judges answers by the rules, by the question that can mend them', async () => {
    expect((await check(ANSWERS)).problems).toEqual([]);
    expect((await check({ ...ANSWERS, name: 'Triage' })).problems).toContainEqual(
      expect.objectContaining({ question: 'name', rule: 'naming/service' }),
    );
    expect((await check({ ...ANSWERS, name: 'billing' })).problems).toMatchObject([
      { question: 'name', rule: 'naming/duplicate' },
    ]);
  });

  it('judges parameters, and says which are asked', async () => {
    const kind = 'Agent';
    const template = { source: 'built-in', name: 'agent' };
    const odd = await check({ parameters: { level: 'L9' } }, { kind, template });
    expect(odd.problems).toMatchObject([{ parameter: 'level', severity: 'error' }]);
    expect((await check({ parameters: { level: 'L3' } }, { kind, template })).asked).toContain('parent');
    expect((await check({ parameters: { level: 'L0' } }, { kind, template })).asked).not.toContain('parent');
  });

  it('says in words when there is no such template', async () => {
    const gone = { source: 'built-in', name: 'gone' };
    await expect(check(ANSWERS, { template: gone })).rejects.toThrow(/no template "gone"/);
    await expect(preview(ANSWERS, { template: MANIFEST, within: '../out' })).rejects.toThrow(/could leave/);
  });
});

describe('the preview', () => {
  it('shows a manifest without findings, and writes nothing', async () => {
    const { name, files, problems, manifest } = await preview(ANSWERS, { template: MANIFEST });
    expect({ name, problems }).toEqual({ name: 'dev-health-triage', problems: [] });
    const [file] = files;
    if (file?.text === undefined) throw new Error('No file to be written.');
    expect(file).toMatchObject({ state: 'new', uri: manifest, executable: false });
    await client.open(file.uri, file.text);
    expect(await client.diagnostics(file.uri)).toEqual([]);
    await client.close(file.uri);
  });

  it('tells what is there already the same, and what differs', async () => {
    const answers = { ...ANSWERS, name: 'intake' };
    const [file] = (await preview(answers, { template: MANIFEST })).files;
    if (file?.text === undefined) throw new Error('No file to be written.');
    folder.write(file.relativePath, file.text);
    const record = { state: 'new', relativePath: expect.stringMatching(/\.scaffold$/) };
    expect((await preview(answers, { template: MANIFEST })).files).toMatchObject([
      { state: 'identical' },
      record,
    ]);
    folder.write(file.relativePath, '# mine\n');
    const states = (await preview(answers, { template: MANIFEST })).files;
    expect(states).toMatchObject([{ state: 'different', existing: '# mine\n' }]);
    // What the editor shows counts, saved or not.
    await client.open(file.uri, file.text);
    expect((await preview(answers, { template: MANIFEST })).files).toMatchObject([
      { state: 'identical' },
      record,
    ]);
    await client.close(file.uri);
  });

  it('puts a project where it is told to', async () => {
    const { within, files } = await preview(ANSWERS, { template: MANIFEST, within: 'old/project' });
    expect(within).toBe('old/project');
    expect(files.map(({ relativePath }) => relativePath)).toEqual([
      'old/project/dev.heady.yaml',
      'old/project/.dev-health-triage.scaffold',
    ]);
  });

  it('puts an existing project on the rails without touching what it has', async () => {
    folder.write('old/portal/README.md', '# Portal\n');
    const template = { source: 'built-in', name: 'rails' };
    const answers = { ...ANSWERS, name: 'portal', description: 'Where clinics see their bills.' };
    const { files, problems } = await preview(answers, { template, within: 'old/portal' });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const paths = files.map(({ relativePath }) => relativePath);
    expect(paths).toContain('old/portal/dev.heady.yaml');
    expect(paths.filter((path) => !/^(old\/portal|\.github)\//.test(path))).toEqual([]);
    expect(files.filter(({ state }) => state !== 'new')).toEqual([]);
  });

  it('refuses to write where a link leads out of the folder', async () => {
    folder.write('linked/.keep', '');
    symlinkSync(tmpdir(), join(folder.path, 'linked', 'out'), 'junction');
    const { problems } = await preview(ANSWERS, { template: MANIFEST, within: 'linked/out/project' });
    expect(problems).toMatchObject([
      { severity: 'error', message: expect.stringContaining('"linked/out" leads out') },
    ]);
  });

  it('says when a file is where a folder is needed', async () => {
    folder.write('taken', 'a file');
    const { problems } = await preview(ANSWERS, { template: MANIFEST, within: 'taken' });
    expect(problems).toMatchObject([{ message: expect.stringContaining('"taken" is a file') }]);
  });
});
