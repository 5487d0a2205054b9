import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { GitSource } from './gitSource.ts';
import { repositoryPlace } from './repository.ts';

const MANIFEST = (name: string, version = '1.0.0') =>
  `apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: ${name} }\nspec: { version: ${version}, creates: Service }\n`;

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heady-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A repository of templates, with a tag. */
function repository() {
  const root = temporary();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@heady.systems', ...args], {
      cwd: root,
    });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const commit = () => {
    git('add', '-A');
    git('commit', '-qm', 'Templates');
  };
  git('init', '-q', '-b', 'main');
  write('templates/one/template.heady.yaml', MANIFEST('one'));
  write('templates/one/files/run.sh', '#!/bin/sh\necho run\n');
  chmodSync(join(root, 'templates/one/files/run.sh'), 0o755);
  write('templates/one/files/grüße 1.txt', '');
  write('README.md', '# Templates\n');
  commit();
  git('tag', 'v1');
  return { root, url: pathToFileURL(root).href, write, commit, git };
}

const source = (text: string, cache: string) => {
  const place = repositoryPlace(text);
  if (!place) throw new Error('It is no address.');
  return new GitSource(place, cache);
};

beforeAll(() => {
  execFileSync('git', ['--version']);
});

test('templates are read from a folder of a repository, bytes and modes as they are', async () => {
  const { url } = repository();
  const { templates, bad } = await source(`${url}#:templates`, temporary()).read();
  expect(bad).toEqual([]);
  const [one] = templates;
  expect([...(one?.files.keys() ?? [])]).toEqual(['files/grüße 1.txt', 'files/run.sh']);
  expect(one?.files.get('files/run.sh')).toMatchObject({ executable: true });
  expect(new TextDecoder().decode(one?.files.get('files/run.sh')?.bytes)).toBe('#!/bin/sh\necho run\n');
});

test('a tag keeps to what it named; a branch moves on once the copy is old', async () => {
  const { url, write, commit } = repository();
  const cache = temporary();
  const branch = source(`${url}#main:templates`, cache);
  const version = async (from: GitSource) => (await from.read()).templates[0]?.spec.version;
  const stamp = await branch.stamp();
  write('templates/one/template.heady.yaml', MANIFEST('one', '2.0.0'));
  commit();
  expect(await version(branch)).toBe('1.0.0');
  for (const copy of await readdir(cache)) utimesSync(join(cache, copy, 'HEAD'), 0, 0);
  const later = source(`${url}#main:templates`, cache);
  expect(await version(later)).toBe('2.0.0');
  expect(await later.stamp()).not.toBe(stamp);
  expect(await version(source(`${url}#v1:templates`, cache))).toBe('1.0.0');
});

test('the last copy serves while the repository is away', async () => {
  const { root, url } = repository();
  const cache = temporary();
  await source(`${url}#:templates`, cache).read();
  rmSync(root, { recursive: true });
  for (const copy of await readdir(cache)) utimesSync(join(cache, copy, 'HEAD'), 0, 0);
  expect((await source(`${url}#:templates`, cache).read()).templates).toHaveLength(1);
});

test('one that was never reached says what git says, and leaves nothing behind', async () => {
  const cache = temporary();
  const { url } = repository();
  await expect(source(`${url}/nowhere`, cache).read()).rejects.toThrow(/^git says: .*nowhere/);
  await expect(source(`${url}#no-such-branch`, cache).read()).rejects.toThrow('no-such-branch');
  expect(await readdir(cache)).toEqual([]);
});

test('a link in a template leaves that template out alone', async () => {
  const { root, url, write, commit } = repository();
  write('templates/two/template.heady.yaml', MANIFEST('two'));
  mkdirSync(join(root, 'templates/two/files'));
  symlinkSync('/etc/passwd', join(root, 'templates/two/files/passwd'));
  commit();
  const { templates, bad } = await source(`${url}#:templates`, temporary()).read();
  expect(templates.map(({ name }) => name)).toEqual(['one']);
  expect(bad).toEqual([{ name: 'two', message: 'files/passwd: a template has no links' }]);
});

test.each([
  ['ext::sh -c id', 'cannot be used'],
  ['http://host/x.git', 'cannot be used'],
  ['https://user:word@host/x.git', 'a user, a password or a query'],
  ['ssh://user:word@host/x.git', 'a user, a password or a query'],
  ['https://host/x.git?token=word', 'a user, a password or a query'],
  ['https://host/x.git#--upload-pack=id', 'no branch or tag'],
  ['https://host/x.git#main:../..', 'leaves the repository'],
])('%s is refused', (text, message) => {
  expect(() => repositoryPlace(text)).toThrow(message);
});

test('paths are no addresses', () => {
  expect(repositoryPlace('./templates')).toBeUndefined();
  expect(repositoryPlace('C:\\templates')).toBeUndefined();
  expect(repositoryPlace('git@host.org:team/templates.git#v1')).toEqual({
    url: 'git@host.org:team/templates.git',
    ref: 'v1',
    folder: '',
  });
});

test('what is shown of an address has no credentials in it', () => {
  expect(() => repositoryPlace('http://user:word@host/x.git?token=word#v1')).toThrow(
    '"http://...@host/x.git?...#v1" cannot be used',
  );
});

test('a copy is that of the address, though a git that runs us speaks of its own repository', async () => {
  const { url } = repository();
  vi.stubEnv('GIT_DIR', '/nowhere');
  vi.stubEnv('GIT_OBJECT_DIRECTORY', '/nowhere/objects');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  await expect(source(url, temporary()).stamp()).resolves.toMatch(/^[0-9a-f]{40}$/);
});
