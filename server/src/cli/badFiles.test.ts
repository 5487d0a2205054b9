import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SOUND, TestFolder } from './testFolder.ts';

/** Permissions do not bind the superuser, who runs the tests in many a container. */
async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await run();
  process.seteuid?.(65534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('files that are no manifests, or no files to read', () => {
  test.each([
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), /binary/],
    ['UTF-16', Buffer.from('\ufeffkind: Service', 'utf16le'), /UTF-16/],
    ['Latin-1', Buffer.from('kind: Service\nx: caf\u00e9', 'latin1'), /not UTF-8 \(line 2\)/],
    ['10 MB', Buffer.from('a: 1\n'.repeat(2_000_000)), /Split it into several files/],
    ['tabs', Buffer.from('kind: Service\nspec:\n\tplane: app\n'), /Tabs/],
    ['an unclosed quote', Buffer.from('kind: "Service\n'), /never closed/],
    ['a list', Buffer.from('- a\n- b\n'), /this is a list/],
    ['a scalar', Buffer.from('hello\n'), /this is a single value/],
  ])('%s is one clear finding, and others are still checked', async (_, bytes, message) => {
    using folder = new TestFolder();
    folder.write('bad.heady.yaml', bytes);
    folder.write('good.heady.yaml', SOUND);
    const { findings, files } = await folder.lintJson();
    expect(files).toBe(2);
    expect(findings.every(({ file }: { file: string }) => file === 'bad.heady.yaml')).toBe(true);
    expect(findings[0].message).toMatch(message);
  });

  test('an empty file says nothing', async () => {
    using folder = new TestFolder();
    folder.write('empty.heady.yaml', '');
    folder.write('comments.heady.yaml', '# later\n');
    expect((await folder.lintJson()).findings).toEqual([]);
  });

  test('CRLF moves no place', async () => {
    using folder = new TestFolder();
    folder.write('a.heady.yaml', SOUND.replace('docker', 'dokcer').replaceAll('\n', '\r\n'));
    expect((await folder.lintJson()).findings[0].start).toEqual({ line: 6, column: 48 });
  });

  test('folders named like manifests and loops of links are passed over', async () => {
    using folder = new TestFolder();
    mkdirSync(join(folder.path, 'x.heady.yaml'));
    symlinkSync(folder.path, join(folder.path, 'loop'));
    symlinkSync(join(folder.path, 'self.heady.yaml'), join(folder.path, 'self.heady.yaml'));
    folder.write('x.heady.yaml/a.heady.yaml', SOUND);
    const { files, findings } = await folder.lintJson();
    expect(files).toBe(1);
    expect(findings).toEqual([]);
  });

  test('a file without permission is named, and the run fails', async () => {
    using folder = new TestFolder();
    folder.write('good.heady.yaml', SOUND);
    chmodSync(folder.write('secret.heady.yaml', SOUND), 0);
    chmodSync(folder.path, 0o755);
    const { code, stdout, stderr } = await asOrdinaryUser(() => folder.lint());
    expect(code).toBe(2);
    expect(stderr).toContain('secret.heady.yaml: no permission');
    expect(stdout).toContain('0 errors, 0 warnings in 1 file');
  });

  test('a link to a manifest is no duplicate of it', async () => {
    using folder = new TestFolder();
    folder.write('a/x.heady.yaml', SOUND);
    symlinkSync(join(folder.path, 'a'), join(folder.path, 'b'));
    symlinkSync(join(folder.path, 'a/x.heady.yaml'), join(folder.path, 'link.heady.yaml'));
    expect((await folder.lintJson('.')).findings).toEqual([]);
    expect((await folder.lintJson('a', 'b')).findings).toEqual([]);
    expect((await folder.lintJson('link.heady.yaml')).files).toBe(1);
  });

  test('a folder that must not be written keeps its files, and the others are fixed', async () => {
    using folder = new TestFolder();
    folder.write('a/x.heady.yaml', SOUND.replace('docker', 'dokcer'));
    folder.write('b/y.heady.yaml', SOUND.replace('docker', 'dokcer').replace('billing', 'claims'));
    for (const path of ['a', 'b', 'b/y.heady.yaml'])
      chmodSync(join(folder.path, path), path === 'a' ? 0o555 : 0o777);
    chmodSync(folder.path, 0o755);
    const { code, stderr, stdout } = await asOrdinaryUser(() => folder.lint('--fix'));
    expect(code).toBe(2);
    expect(stderr).toBe('heady lint: a/x.heady.yaml: no permission to change it. It was not fixed.\n');
    expect(stdout).toContain('1 fixed');
  });

  test('a pipe named like a manifest is refused, not waited for', async () => {
    using folder = new TestFolder();
    execFileSync('mkfifo', [join(folder.path, 'pipe.heady.yaml')]);
    const { code, stderr } = await folder.lint('pipe.heady.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('pipe.heady.yaml: It is no regular file.');
  });
});
