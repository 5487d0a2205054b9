import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { templateSources } from './sources.ts';

function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heady-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function addTemplate(folder: string, name: string, spec = '', kind = 'Template') {
  mkdirSync(join(folder, name, 'files'), { recursive: true });
  writeFileSync(
    join(folder, name, 'template.heady.yaml'),
    `apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  version: 1.0.0\n  creates: Service\n${spec}`,
  );
  writeFileSync(join(folder, name, 'files', `${name}.txt`), name);
}

const read = async (roots: string[], sources: string[] = []) => {
  const all = templateSources({ roots, sources, cache: join(tmpdir(), 'never-used') });
  const last = all.at(-1);
  if (!last) throw new Error('There is no source.');
  return { all, ...(await last.read()) };
};

test('what comes with Heady stands first, then what the workspace has', async () => {
  const root = workspace();
  expect(templateSources({ roots: [root], sources: [], cache: '' }).map(({ id }) => id)).toEqual([
    'built-in',
  ]);
  addTemplate(join(root, 'heady-templates'), 'ours');
  const { all, templates } = await read([root]);
  expect(all).toHaveLength(2);
  expect(templates.map(({ name }) => name)).toEqual(['ours']);
});

test('a template extends another beside it; a circle, a bad kind and a link are left out alone', async () => {
  const root = workspace();
  const folder = join(root, 'templates');
  addTemplate(folder, 'base');
  addTemplate(folder, 'child', '  extends: base\n');
  addTemplate(folder, 'left', '  extends: right\n');
  addTemplate(folder, 'right', '  extends: left\n');
  addTemplate(folder, 'lost', '  extends: nobody\n');
  addTemplate(folder, 'service', '', 'Service');
  addTemplate(folder, 'linked');
  symlinkSync('/etc', join(folder, 'linked', 'files', 'etc'));
  const { templates, bad } = await read([root], ['./templates']);
  expect(templates.map(({ name }) => name)).toEqual(['base', 'child']);
  expect([...(templates[1]?.files.keys() ?? [])]).toEqual(['files/base.txt', 'files/child.txt']);
  expect(bad.map(({ name }) => name)).toEqual(['left', 'linked', 'lost', 'right', 'service']);
  expect(bad[0]?.message).toContain('extends itself');
  expect(bad[2]?.message).toContain('"nobody", which is not beside it');
});

test('its stamp is another once a file is', async () => {
  const root = workspace();
  addTemplate(join(root, 'heady-templates'), 'ours');
  const [, own] = templateSources({ roots: [root], sources: [], cache: '' });
  const before = await own?.stamp?.();
  expect(await own?.stamp?.()).toBe(before);
  writeFileSync(join(root, 'heady-templates', 'ours', 'files', 'new.txt'), '');
  expect(await own?.stamp?.()).not.toBe(before);
});

test('a setting that names no source says why when it is asked', async () => {
  const root = workspace();
  await expect(read([root], ['ext::sh -c id'])).rejects.toThrow('https, ssh or file addresses');
  await expect(read([root], ['./nowhere'])).rejects.toThrow(/^There is no folder .*nowhere/);
});
