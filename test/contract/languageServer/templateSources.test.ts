/** Where templates come from, as an editor sees it: its workspace, a repository, and a control plane with tokens. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { ScaffoldPreview, TemplateList } from '../../../server/src/protocol/scaffold.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { LspClient, type StartOptions } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const TEMPLATE = (name: string) => ({
  [`${name}/template.heady.yaml`]: `apiVersion: heady.systems/v1
kind: Template
metadata: { name: ${name}, title: ${name} }
spec: { version: 1.0.0, creates: Service, manifest: "files/{{ environment }}.heady.yaml" }
`,
  [`${name}/files/from.txt`]: `${name}\n`,
});

function folderOf(files: Record<string, string>): WorkspaceFolder {
  const folder = new WorkspaceFolder(files);
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}

async function editor(start: StartOptions, files: Record<string, string> = {}) {
  const workspace = folderOf(files);
  const storage = folderOf({});
  const client = await LspClient.start({
    folders: [workspace.uri],
    ...start,
    options: { storagePath: storage.path, cachePath: join(storage.path, 'cache'), ...start.options },
  });
  onTestFinished(() => client.stop());
  const list = () => client.request<TemplateList>('heady/scaffold/templates');
  const names = async (source: string) =>
    (await list()).templates.filter((each) => each.source.startsWith(source)).map(({ name }) => name);
  return { client, workspace, list, names };
}

it("offers a workspace's own templates, and follows them", async () => {
  const own = Object.entries(TEMPLATE('ours')).map(([path, text]) => [`heady-templates/${path}`, text]);
  const { workspace, names, list } = await editor({}, Object.fromEntries(own));
  expect(await names('folder:')).toEqual(['ours']);
  cpSync(join(workspace.path, 'heady-templates/ours'), join(workspace.path, 'heady-templates/copy'), {
    recursive: true,
  });
  rmSync(join(workspace.path, 'heady-templates/ours/template.heady.yaml'));
  expect(await names('folder:')).toEqual(['ours']);
  const { sources } = await list();
  expect(sources.at(-1)?.bad).toEqual([
    { name: 'ours', message: expect.stringContaining('template.heady.yaml') },
  ]);
});

it('offers those of a repository that the settings name; one that is away says so and hides no other', async () => {
  const repository = folderOf(TEMPLATE('shared'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@heady.systems', ...args], {
      cwd: repository.path,
    });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'Templates');
  const url = pathToFileURL(repository.path).href;
  const sources = [url, `${url}-gone`, 'ext::sh -c id'];
  const { list, names } = await editor({ settings: { templates: { sources } } });
  expect(await names('git:')).toEqual(['shared']);
  const told = (await list()).sources.map(({ withheld }) => withheld);
  expect(told).toEqual([
    undefined,
    undefined,
    expect.stringContaining('git says'),
    expect.stringContaining('https, ssh or file addresses'),
  ]);
});

it('offers those of nobody but Heady while the workspace is not trusted', async () => {
  const own = Object.entries(TEMPLATE('ours')).map(([path, text]) => [`heady-templates/${path}`, text]);
  const { list } = await editor({ options: { trusted: false } }, Object.fromEntries(own));
  const { sources, templates } = await list();
  expect(new Set(templates.map(({ source }) => source))).toEqual(new Set(['built-in']));
  expect(sources.at(-1)?.withheld).toContain('not trusted');
});

it("offers the organisation's, which its control plane serves to whoever signed in", async () => {
  const served = folderOf(TEMPLATE('organisation'));
  const { url } = await startHttp({ args: ['--templates', served.path] });
  const { client, workspace, names } = await editor({
    tokens: { [url.origin]: TOKEN },
    settings: { environments: { dev: { controlPlane: [url.href] } } },
  });
  await client.until(() => client.controlPlane?.state === 'connected', 'the control plane');
  expect(await names('control-plane')).toEqual(['organisation']);
  const { files } = await client.request<ScaffoldPreview>('heady/scaffold/preview', {
    folder: workspace.uri,
    kind: 'Service',
    template: { source: 'control-plane', name: 'organisation' },
    answers: { environment: 'dev', vertical: 'health', name: 'triage', owner: 'a', sensitivity: 'internal' },
  });
  expect(files).toContainEqual(
    expect.objectContaining({ relativePath: 'services/health/triage/from.txt', text: 'organisation\n' }),
  );
});
