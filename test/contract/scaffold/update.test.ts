import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ANSWERS, Folder, workerTemplate } from './heady.ts';

const HOME = 'services/health/billing';
const V1 = {
  'files/src/main.ts': 'one\ntwo\nthree\nfour\nfive\n',
  'files/run.sh': 'echo run\n',
  'files/old.txt': 'old\n',
  'repository/ci.yml.liquid': 'queue: {{ parameters.queue }}\n',
};
const V2 = {
  'files/src/main.ts': 'one\ntwo\nthree\nfour\nFIVE\n',
  'files/run.sh': 'echo run\n',
  'files/new.txt': 'new\n',
  'repository/ci.yml.liquid': 'queue: {{ parameters.queue }}\nversion: {{ template.version }}\n',
};

/** A workspace with a service of the first version, and the second where its template was. */
async function behind(): Promise<Folder> {
  const folder = new Folder(workerTemplate('1.0.0', V1));
  const made = await folder.heady(
    ...['new', 'service', 'billing', '--template=worker', '--set=queue=jobs', ...ANSWERS],
  );
  if (made.code !== 0) throw new Error(made.stderr);
  renew(folder, '1.1.0', V2);
  return folder;
}

function renew(folder: Folder, version: string, files: Readonly<Record<string, string>>): void {
  rmSync(join(folder.path, 'heady-templates'), { recursive: true });
  for (const [path, content] of Object.entries(workerTemplate(version, files))) folder.write(path, content);
}

it('tells of newer versions, and fails by that where it is asked to check', async () => {
  using folder = await behind();
  expect(await folder.heady('update', '--check')).toMatchObject({
    code: 1,
    stdout:
      'dev-health-billing: worker 1.0.0 -> 1.1.0\n1 of 1 can be brought to a newer version: heady update.\n',
  });
  expect(await folder.heady('update', '--check', 'heady-templates')).toMatchObject({
    code: 0,
    stdout: 'Nothing here was made from a template.\n',
  });
});

it('shows what would become of each file, then brings in what changed beside what the user did', async () => {
  using folder = await behind();
  folder.write(`${HOME}/src/main.ts`, 'ONE\ntwo\nthree\nfour\nfive\n');
  chmodSync(join(folder.path, `${HOME}/run.sh`), 0o755);
  const manifest = folder.read(`${HOME}/dev.heady.yaml`);
  folder.write(`${HOME}/dev.heady.yaml`, manifest.replace('plane: app', 'plane: app # mine'));
  const dry = await folder.heady('update', '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.stdout).toBe(`dev-health-billing: worker 1.0.0 -> 1.1.0

services/health/billing/
  src/
    main.ts                     merged with your changes
  .dev-health-billing.scaffold  updated
  dev.heady.yaml                merged with your changes
  new.txt                       new
  old.txt                       deleted
ci.yml                          updated

Nothing was written.
`);
  expect(existsSync(join(folder.path, `${HOME}/new.txt`))).toBe(false);

  const done = await folder.heady('update');
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Done.') });
  expect(folder.read(`${HOME}/src/main.ts`)).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
  expect(folder.read('ci.yml')).toBe('queue: jobs\nversion: 1.1.0\n');
  expect(folder.read(`${HOME}/dev.heady.yaml`)).toBe(
    manifest.replace('plane: app', 'plane: app # mine').replace('version: 1.0.0', 'version: 1.1.0'),
  );
  expect(existsSync(join(folder.path, `${HOME}/old.txt`))).toBe(false);
  expect(statSync(join(folder.path, `${HOME}/run.sh`)).mode & 0o111).not.toBe(0);
  expect(await folder.heady('update')).toMatchObject({
    code: 0,
    stdout: 'Everything is as its template has it now.\n',
  });
  expect((await folder.heady('lint', 'services')).code).toBe(0);
});

it('leaves to the user what both changed, or takes the side that is said', async () => {
  using folder = await behind();
  folder.write(`${HOME}/src/main.ts`, 'one\ntwo\nthree\nfour\nFünf\n');
  const { stdout } = await folder.heady('update', '--dry-run', '--conflicts=template', '--diff');
  expect(stdout).toContain('-Fünf\n+FIVE\n');
  const { code, stdout: json } = await folder.heady('update', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(json)).toMatchObject({
    projects: 1,
    updates: [
      {
        name: 'dev-health-billing',
        from: '1.0.0',
        to: '1.1.0',
        source: 'folder:heady-templates',
        written: true,
      },
    ],
  });
  expect(folder.read(`${HOME}/src/main.ts`)).toContain(
    '<<<<<<< yours\nFünf\n=======\nFIVE\n>>>>>>> template 1.1.0\n',
  );
});

it('refuses changes that git has not committed, unless it is forced', async () => {
  using folder = await behind();
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder.path, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args]);
  git('init', '--quiet');
  expect(await folder.heady('update')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/changes that git has not committed .* Commit them first, or add --force/),
  });
  git('add', '.');
  git('commit', '--quiet', '-m', 'All');
  folder.write('elsewhere.txt', 'not of this');
  expect((await folder.heady('update', '--dry-run')).code).toBe(0);
  expect((await folder.heady('update')).code).toBe(0);
  // Where there is nothing to do, nothing is in the way of it.
  expect(await folder.heady('update')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('as its template'),
  });
  renew(folder, '1.2.0', V1);
  expect((await folder.heady('update', 'services')).code).toBe(2);
  expect((await folder.heady('update', 'services', '--force')).code).toBe(0);
});

it("tells what is no text by size and digest, keeps it, and takes the template's where that is said", async () => {
  const binary = (content: string) => ({ 'files/logo.bin': `\0${content}` });
  using folder = new Folder(workerTemplate('1.0.0', binary('one')));
  await folder.heady('new', 'service', 'billing', '--template=worker', '--set=queue=jobs', ...ANSWERS);
  renew(folder, '1.1.0', binary('second'));
  folder.write(`${HOME}/logo.bin`, '\0mine');
  const kept = await folder.heady('update');
  expect(kept.code).toBe(1);
  expect(kept.stdout).toMatch(
    /logo\.bin +conflict: It is no text.* Yours \(5 bytes, SHA-256 .*\) stays; .*\(7 bytes, /,
  );
  expect(kept.stdout).toContain("To have the template's: heady update --take PATH.");
  expect(folder.read(`${HOME}/logo.bin`)).toBe('\0mine');

  expect(await folder.heady('update', '--take', `${HOME}/none`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no update here has a file of that path'),
  });
  expect((await folder.heady('update', '--take', `${HOME}/logo.bin`)).code).toBe(0);
  expect(folder.read(`${HOME}/logo.bin`)).toBe('\0second');
});

it('works without the record, and says what that means', async () => {
  using folder = await behind();
  rmSync(join(folder.path, `${HOME}/.dev-health-billing.scaffold`));
  const { code, stdout } = await folder.heady('update', '--dry-run');
  expect(code).toBe(1);
  expect(stdout).toContain('Beside it is no record of what it was made as.');
  expect(stdout).toMatch(/main\.ts +conflict: What it was made as is not kept/);
});

it('follows a project that was moved, and says which answers a new version does not take', async () => {
  using folder = await behind();
  execFileSync('mv', [join(folder.path, HOME), join(folder.path, 'billing')]);
  expect((await folder.heady('update')).stdout).toContain('billing/\n  src/\n    main.ts ');
  expect(folder.read('billing/src/main.ts')).toContain('FIVE');

  renew(folder, '2.0.0', V2);
  const template = folder.read('heady-templates/worker/template.heady.yaml');
  folder.write(
    'heady-templates/worker/template.heady.yaml',
    template.replace('[a-z]+$', () => '[A-Z]+$'),
  );
  const before = folder.read('ci.yml');
  const misfit = await folder.heady('update');
  expect(misfit.code).toBe(1);
  expect(misfit.stdout).toContain('  --set queue: It must match ^[A-Z]+$\n');
  expect(folder.read('ci.yml')).toBe(before);
  expect((await folder.heady('update', '--set=queue=JOBS')).code).toBe(0);
  expect(folder.read('ci.yml')).toContain('queue: JOBS');
});
