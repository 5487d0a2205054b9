import { expect, test, vi } from 'vitest';
import { readTemplate } from '../scaffold/template/readTemplate.ts';
import { TemplateLibrary } from './templateLibrary.ts';
import type { TemplateSource } from './templateSource.ts';

function templateOf(name: string, abstract = false) {
  const text = `apiVersion: heady.systems/v1
kind: Template
metadata: { name: ${name} }
spec: { version: 1.0.0, creates: Service, abstract: ${abstract} }
`;
  return readTemplate([
    { path: 'template.heady.yaml', bytes: new TextEncoder().encode(text), executable: false },
  ]);
}

function sourceOf(id: string, more: Partial<TemplateSource> = {}) {
  const read = vi.fn(async () => ({ templates: [templateOf('a'), templateOf('base', true)], bad: [] }));
  return { id, title: id, read, ...more };
}

test('a source that never changes is read once, and not before somebody asks', async () => {
  const source = sourceOf('built-in');
  const library = new TemplateLibrary(() => [source], true);
  expect(source.read).not.toHaveBeenCalled();
  expect((await library.find('built-in', 'a'))?.name).toBe('a');
  await library.list();
  await library.list();
  expect(source.read).toHaveBeenCalledOnce();
});

test('a source is read again when it says that it changed', async () => {
  let stamp = '1';
  const source = sourceOf('folder:x', { stamp: async () => stamp });
  const library = new TemplateLibrary(() => [source], true);
  await library.list();
  await library.list();
  expect(source.read).toHaveBeenCalledTimes(1);
  stamp = '2';
  await library.list();
  expect(source.read).toHaveBeenCalledTimes(2);
});

test('abstract templates are not to be found', async () => {
  const library = new TemplateLibrary(() => [sourceOf('built-in')], true);
  expect(await library.find('built-in', 'base')).toBeUndefined();
  expect(await library.find('elsewhere', 'a')).toBeUndefined();
});

test('an untrusted workspace gets nothing but what comes with Heady, and is told so', async () => {
  const foreign = sourceOf('folder:x');
  const library = new TemplateLibrary(() => [sourceOf('built-in'), foreign], false);
  const [own, theirs] = await library.list();
  expect(own?.templates).toHaveLength(2);
  expect(theirs).toMatchObject({ templates: [], withheld: expect.stringContaining('not trusted') });
  expect(await library.find('folder:x', 'a')).toBeUndefined();
  expect(foreign.read).not.toHaveBeenCalled();
});

test('a source that cannot be read says why, leaves the others alone, and is tried again', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('no network'));
  const broken = sourceOf('git:x', { read: read.mockResolvedValue({ templates: [], bad: [] }) });
  const library = new TemplateLibrary(() => [broken, sourceOf('built-in')], true);
  const [first, second] = await library.list();
  expect(first).toMatchObject({ templates: [], withheld: 'no network' });
  expect(second?.templates).toHaveLength(2);
  expect((await library.list())[0]?.withheld).toBeUndefined();
});
