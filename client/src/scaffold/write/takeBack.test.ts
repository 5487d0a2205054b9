import { expect, test } from 'vitest';
import type { FileSystem, Uri } from 'vscode';
import { removeEmpty, takeBack } from './takeBack.ts';

const at = (path: string) => ({ path }) as Uri;

/** Files by path, as the editor's file system has them; `stuck` cannot be removed. */
function filesOf(paths: string[], stuck?: string) {
  const there = new Set(paths);
  const files = {
    async delete({ path }: Uri) {
      if (path === stuck) throw new Error('in use');
      if (!there.delete(path)) throw Object.assign(new Error('gone'), { code: 'FileNotFound' });
    },
    async readDirectory({ path }: Uri) {
      if (!there.has(path)) throw Object.assign(new Error('gone'), { code: 'FileNotFound' });
      return [...there].filter((other) => other.startsWith(`${path}/`)).map((name) => [name, 1] as const);
    },
  } as unknown as FileSystem;
  return { files, there };
}

test('what was made goes, with folders that are left empty', async () => {
  const { files, there } = filesOf(['/w', '/w/a', '/w/a/b', '/w/a/b/1', '/w/2']);
  const left = await takeBack(files, [at('/w/a/b/1'), at('/w/a/gone')], [at('/w/a'), at('/w/a/b')]);
  expect(left).toEqual([]);
  expect([...there]).toEqual(['/w', '/w/2']);
});

test('what cannot be removed is told, and its folder stays', async () => {
  const { files, there } = filesOf(['/w', '/w/a', '/w/a/1', '/w/a/2'], '/w/a/1');
  expect(await takeBack(files, [at('/w/a/1'), at('/w/a/2')], [at('/w/a')])).toEqual([at('/w/a/1')]);
  expect([...there]).toEqual(['/w', '/w/a', '/w/a/1']);
});

test('a folder that somebody put something into stays', async () => {
  const { files, there } = filesOf(['/w', '/w/a', '/w/a/theirs']);
  await removeEmpty(files, [at('/w/a'), at('/w/never')]);
  expect([...there]).toContain('/w/a');
});
