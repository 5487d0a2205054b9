import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, type MockInstance, onTestFinished, test, vi } from 'vitest';
import type { Existing, FileChange } from './fileChange.ts';
import { takeBackInterrupted, writeProject } from './writeProject.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heady-write-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const file = (path: string, text: string, existing?: Existing): FileChange => ({
  path,
  bytes: new TextEncoder().encode(text),
  executable: false,
  ...(existing !== undefined && { existing }),
});
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const put = (path: string, text: string) => writeFileSync(join(root, path), text);
/** Every path below the root. */
const tree = () => readdirSync(root, { recursive: true }).map(String).sort();
/** Has a spied function of the file system be the one that is imported, everywhere until the test ends. */
function everywhere<Spy extends MockInstance>(spy: Spy): Spy {
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  return spy;
}
const failing = (code: string) => Object.assign(new Error(`${code}: as it happens`), { code });

describe('what is written', () => {
  test('files, their folders and their executable bit, and nothing beside them', async () => {
    const run: FileChange = { path: 'a/run.sh', bytes: new Uint8Array([35, 33]), executable: true };
    expect(await writeProject(root, [file('a/b/c.txt', 'c'), run, file('d.txt', '')])).toEqual({
      written: ['a/b/c.txt', 'a/run.sh', 'd.txt'],
      removed: [],
      kept: [],
    });
    expect(tree()).toEqual(['a', 'a/b', 'a/b/c.txt', 'a/run.sh', 'd.txt']);
    expect(statSync(join(root, 'a/run.sh')).mode & 0o111).not.toBe(0);
    expect(statSync(join(root, 'd.txt')).mode & 0o111).toBe(0);
  });

  test('a file that is there is kept or overwritten as said, path by path', async () => {
    put('kept', 'mine');
    put('replaced', 'mine');
    put('same', 'mine');
    put('gone', 'mine');
    const same: Existing = { holds: new TextEncoder().encode('mine') };
    const changes = [
      file('kept', 'theirs', 'keep'),
      file('replaced', 'theirs', 'overwrite'),
      file('same', 'theirs', same),
      { path: 'gone', remove: true, existing: same } as const,
      { path: 'never', remove: true } as const,
    ];
    expect(await writeProject(root, changes)).toEqual({
      written: ['replaced', 'same'],
      removed: ['gone'],
      kept: ['kept'],
    });
    expect(tree()).toEqual(['kept', 'replaced', 'same']);
    expect([read('kept'), read('replaced'), read('same')]).toEqual(['mine', 'theirs', 'theirs']);
  });

  test.skipIf(process.platform === 'win32')('over a file, who may read it stays as it was', async () => {
    put('private', 'mine');
    chmodSync(join(root, 'private'), 0o600);
    put('script', 'mine');
    chmodSync(join(root, 'script'), 0o640);
    const script = { ...file('script', 'theirs', 'overwrite'), executable: true };
    await writeProject(root, [file('private', 'theirs', 'overwrite'), script]);
    expect(statSync(join(root, 'private')).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'script')).mode & 0o777).toBe(0o750);
  });

  test('a file system without hard links is written to all the same', async () => {
    everywhere(vi.spyOn(fs, 'link')).mockRejectedValue(failing('EPERM'));
    await writeProject(root, [{ path: 'run', bytes: new Uint8Array([1]), executable: true }]);
    expect(statSync(join(root, 'run')).mode & 0o111).not.toBe(0);
    expect(tree()).toEqual(['run']);
  });
});

describe('what is refused, with nothing written', () => {
  const refused = async (changes: FileChange[], message: RegExp) => {
    const before = tree();
    await expect(writeProject(root, changes)).rejects.toThrow(message);
    expect(tree()).toEqual(before);
  };

  test('a file that exists, and one that was changed meanwhile', async () => {
    put('there', 'mine');
    await refused([file('new', ''), file('there', 'theirs')], /"there" exists already/);
    await refused([file('there', 'x', { holds: new Uint8Array() })], /"there" was changed meanwhile/);
    expect(read('there')).toBe('mine');
  });

  test('what leads out of the folder by a link, at any depth, or lies where a file or a folder is', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'heady-outside-'));
    try {
      mkdirSync(join(root, 'a'));
      symlinkSync(outside, join(root, 'a/link'));
      symlinkSync(join(outside, 'x'), join(root, 'dangling'));
      put('file', '');
      await refused([file('new', ''), file('a/link/x', '')], /"a\/link" is a symbolic link/);
      await refused([file('dangling', '', 'overwrite')], /"dangling" is a symbolic link/);
      await refused([file('file/x', '')], /"file" is no folder/);
      await refused([file('a', '', 'overwrite')], /"a" is there and is no file/);
      expect(readdirSync(outside)).toEqual([]);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('paths that leave the folder or are one', async () => {
    await refused([file('../x', '')], /could leave the project/);
    await refused([file('a', ''), file('A', '')], /one file where upper and lower case/);
  });

  test('a folder that may not be written to', async () => {
    chmodSync(root, 0o555);
    // Root may write everywhere, so the run gives that up once all is loaded.
    const script = `
      const { writeProject } = await import(${JSON.stringify(new URL('writeProject.ts', import.meta.url).href)});
      const file = { path: 'x', bytes: new Uint8Array(), executable: false };
      if (process.getuid?.() === 0) process.setuid(65534);
      await writeProject(${JSON.stringify(root)}, [file]).catch(({ message }) => console.log(message));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    chmodSync(root, 0o755);
    expect(stdout).toBe(`${root}: No permission to write there. Nothing was written.\n`);
    expect(tree()).toEqual([]);
  });

  test('a root that is not there', async () => {
    await expect(writeProject(join(root, 'none'), [file('x', '')])).rejects.toThrow(/Nothing was written/);
  });
});

describe('what goes wrong half way is taken back', () => {
  test('a disk that is full while files are staged', async () => {
    everywhere(vi.spyOn(fs, 'writeFile')).mockRejectedValueOnce(failing('ENOSPC'));
    await expect(writeProject(root, [file('a/x', 'x')])).rejects.toThrow(
      'There is no space left. Nothing was changed.',
    );
    expect(tree()).toEqual([]);
  });

  test('a file that appears at the last moment: it stays, all else is as before', async () => {
    put('old', 'mine');
    const real = fs.link;
    everywhere(vi.spyOn(fs, 'link')).mockImplementation(async (from, to) => {
      if (String(to).endsWith('late')) put('late', 'somebody');
      await real(from, to);
    });
    const changes = [file('a/b', ''), file('old', 'theirs', 'overwrite'), file('late', 'theirs')];
    await expect(writeProject(root, changes)).rejects.toThrow(/Somebody else wrote there meanwhile/);
    expect(tree()).toEqual(['late', 'old']);
    expect([read('late'), read('old')]).toEqual(['somebody', 'mine']);
  });
});

describe('a run that is killed', () => {
  /** A run of its own that is killed when it is about to put the file of this name in its place. */
  async function killedBefore(name: string): Promise<void> {
    const script = `
      import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      const link = fs.link;
      fs.link = async (from, to) => {
        if (to.endsWith(${JSON.stringify(name)})) process.kill(process.pid, 'SIGKILL');
        await link(from, to);
      };
      syncBuiltinESMExports();
      const { writeProject } = await import(${JSON.stringify(new URL('writeProject.ts', import.meta.url).href)});
      const bytes = new TextEncoder().encode('theirs');
      await writeProject(${JSON.stringify(root)}, ['a/b/first', 'old', 'last'].map((path) => (
        { path, bytes, executable: false, existing: 'overwrite' })));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  }

  test('is taken back by the next one', async () => {
    put('old', 'mine');
    await killedBefore('last');
    expect(existsSync(join(root, 'a/b/first'))).toBe(true);
    expect(read('old')).toBe('theirs');

    expect(await takeBackInterrupted(root)).toBe(1);
    expect(tree()).toEqual(['old']);
    expect(read('old')).toBe('mine');
    expect(await takeBackInterrupted(root)).toBe(0);
  });

  test('leaves what it had not come to, even where that would not have changed', async () => {
    put('last', 'theirs');
    await killedBefore('first');
    expect(await takeBackInterrupted(root)).toBe(1);
    expect(tree()).toEqual(['last']);
    expect(read('last')).toBe('theirs');
  });

  test('loses nothing that somebody wrote since, nor a run that is still under way', async () => {
    put('old', 'mine');
    await killedBefore('last');
    put('a/b/first', 'changed since');
    mkdirSync(join(root, `.heady-staging-${process.pid}-alive`));
    expect(await takeBackInterrupted(root)).toBe(1);
    expect(read('a/b/first')).toBe('changed since');
    expect(tree()).toContain(`.heady-staging-${process.pid}-alive`);
  });

  /** What somebody put into the folder, as a repository can bring it along. */
  function planted(journal: unknown, name = '.heady-staging-999999999-abcdef'): string {
    mkdirSync(join(root, name));
    put(`${name}/old-0`, 'planted');
    put(`${name}/journal.json`, typeof journal === 'string' ? journal : JSON.stringify(journal));
    return join(root, name);
  }
  const replacing = (path: string) => ({ folders: [], files: [{ path, replaces: true }] });

  test.each([
    ['a path that leaves the folder', replacing('../escaped')],
    ['an absolute path', replacing('/tmp/escaped')],
    ['a hook of git', replacing('.git/hooks/post-commit')],
    ['a folder elsewhere', { folders: ['../empty'], files: [] }],
    ['no journal', 'null'],
    ['nothing like one', { folders: [], files: {} }],
    ['a file without a path', { folders: [], files: [{ replaces: true }] }],
    ['no JSON', '{"folders": ['],
  ])('is not believed where its journal holds %s', async (_, journal) => {
    const folder = planted(journal);
    await expect(takeBackInterrupted(root)).rejects.toThrow(/none of Heady's.*delete it/);
    expect(existsSync(join(folder, 'old-0'))).toBe(true);
    expect(existsSync(join(root, '../escaped'))).toBe(false);
    expect(existsSync(join(root, '.git'))).toBe(false);
  });

  test('puts nothing back through a link, nor a link', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'heady-elsewhere-'));
    symlinkSync(elsewhere, join(root, 'linked'));
    const folder = planted(replacing('linked/autostart/evil'));
    await expect(takeBackInterrupted(root)).rejects.toThrow(/out of the folder by a link/);
    expect(readdirSync(elsewhere)).toEqual([]);

    rmSync(folder, { recursive: true });
    const other = planted(replacing('file'));
    rmSync(join(other, 'old-0'));
    symlinkSync('/etc/passwd', join(other, 'old-0'));
    await takeBackInterrupted(root);
    expect(tree()).not.toContain('file');
    rmSync(elsewhere, { recursive: true });
  });

  test('is none where the folder only begins like one, or is a link', async () => {
    const own = planted('null', '.heady-staging-notes');
    const elsewhere = mkdtempSync(join(tmpdir(), 'heady-elsewhere-'));
    writeFileSync(join(elsewhere, 'journal.json'), 'mine');
    symlinkSync(elsewhere, join(root, '.heady-staging-999999999-linked'));
    expect(await takeBackInterrupted(root)).toBe(0);
    expect(existsSync(join(own, 'journal.json'))).toBe(true);
    expect(readFileSync(join(elsewhere, 'journal.json'), 'utf8')).toBe('mine');
    rmSync(elsewhere, { recursive: true });
  });
});
