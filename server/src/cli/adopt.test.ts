import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adoptCommand } from './adopt.ts';
import { TestFolder } from './testFolder.ts';
import { fakeTerminal } from './testing.ts';

const COMPOSE = `services:
  web:
    image: registry.example/web:1.2.0
    ports: ["8080:80"]
    depends_on: [db]
    environment: { DB_PASSWORD: hunter2hunter2 }
  db:
    image: postgres:16.4
`;
const ANSWERS = [
  '--environment',
  'dev',
  '--vertical',
  'health',
  '--owner',
  'team-a',
  '--sensitivity',
  'internal',
];
const WEB = 'services/health/web/dev.heady.yaml';
const DB = 'services/health/db/dev.heady.yaml';

async function adoptIn(folder: TestFolder, ...args: string[]) {
  const terminal = fakeTerminal(folder.path);
  const code = await adoptCommand(args, terminal);
  return { code, ...terminal.written };
}

function compose(text = COMPOSE): TestFolder {
  const folder = new TestFolder();
  folder.write('docker-compose.yml', text);
  return folder;
}

const textIn = (folder: TestFolder, path: string) => readFileSync(join(folder.path, path), 'utf8');

describe('without --write', () => {
  it('shows the files and what is left to decide, and writes nothing', async () => {
    using folder = compose();
    const { code, stdout } = await adoptIn(folder, ...ANSWERS);
    expect(code).toBe(0);
    expect(stdout).toContain('+ dev.heady.yaml  Service dev-health-web  docker-compose.yml:3');
    expect(stdout).toContain('with --write 2 files would be');
    expect(stdout).not.toContain('hunter2');
    expect(readdirSync(folder.path)).toEqual(['docker-compose.yml']);
  });

  it('exits with 1 where the manifests break a rail', async () => {
    using folder = compose();
    const { code, stdout } = await adoptIn(folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/"web" is not .*naming\/service/);
  });

  it('tells everything as JSON', async () => {
    using folder = compose();
    const { stdout } = await adoptIn(folder, ...ANSWERS, '--json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version: 1, written: [], summary: { new: 2, secrets: 1 } });
    expect(report.manifests.map(({ path }: { path: string }) => path)).toEqual([DB, WEB]);
    expect(report.notes).toContainEqual(
      expect.objectContaining({ kind: 'secret', file: 'docker-compose.yml', line: 6 }),
    );
  });

  it('tells it as Markdown, with the manifests', async () => {
    using folder = compose();
    const { stdout } = await adoptIn(folder, ...ANSWERS, '--format', 'markdown');
    expect(stdout).toContain('# Adopted services');
    expect(stdout).toContain('  name: dev-health-web\n');
  });
});

describe('--write', () => {
  it('writes manifests that heady lint finds nothing in', async () => {
    using folder = compose(
      COMPOSE.replace('image: postgres:16.4', 'image: postgres:16.4\n    expose: ["5432"]'),
    );
    const { code, stdout } = await adoptIn(folder, ...ANSWERS, '--write');
    expect(code).toBe(0);
    expect(stdout).toContain('2 files written.');
    expect(textIn(folder, WEB)).toContain('- dev-health-db');
    expect((await folder.lintJson()).findings).toEqual([]);
  });

  it('leaves what the report lists for heady lint to find, and nothing else', async () => {
    using folder = compose();
    const { stdout } = await adoptIn(folder, '--write', '--json');
    const told = JSON.parse(stdout).manifests.flatMap(
      ({ path, findings }: { path: string; findings: object[] }) =>
        findings.map((finding) => ({ file: path, ...finding })),
    );
    const found = (await folder.lintJson()).findings;
    const key = ({ file, rule, message }: { file: string; rule: string; message: string }) =>
      `${file} ${rule} ${message}`;
    expect(told.map(key).sort()).toEqual(found.map(key).sort());
    expect(found.length).toBeGreaterThan(0);
  });

  it('adds nothing when run again, though a manifest was named anew by hand', async () => {
    using folder = compose();
    await adoptIn(folder, '--write');
    const path = join(folder.path, 'services/web.heady.yaml');
    folder.write(
      'services/web.heady.yaml',
      readFileSync(path, 'utf8').replace('name: web', 'name: dev-health-portal'),
    );
    const { stdout } = await adoptIn(folder, '--write', '--json');
    const report = JSON.parse(stdout);
    expect(report.written).toEqual([]);
    expect(report.manifests).toMatchObject([
      { name: 'db', status: 'there' },
      { name: 'dev-health-portal', status: 'there', path: 'services/web.heady.yaml' },
    ]);
  });

  it('tells what differs, and replaces it with --overwrite alone', async () => {
    using folder = compose();
    await adoptIn(folder, ...ANSWERS, '--write');
    folder.write('docker-compose.yml', COMPOSE.replace('web:1.2.0', 'web:1.3.0'));
    const told = await adoptIn(folder, ...ANSWERS, '--write');
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('-  image: registry.example/web:1.2.0 # docker-compose.yml:3');
    expect(textIn(folder, WEB)).toContain('web:1.2.0');
    const replaced = await adoptIn(folder, ...ANSWERS, '--write', '--overwrite');
    expect(replaced.code).toBe(0);
    expect(textIn(folder, WEB)).toContain('web:1.3.0');
  });

  it('never replaces a file that holds other manifests too', async () => {
    using folder = compose();
    await adoptIn(folder, ...ANSWERS, '--write');
    const both = `${textIn(folder, WEB)}---\n${textIn(folder, WEB).replaceAll('-web', '-other').replace('services.web', 'x')}`;
    folder.write(WEB, both);
    folder.write('docker-compose.yml', COMPOSE.replace('web:1.2.0', 'web:1.3.0'));
    const { stdout } = await adoptIn(folder, ...ANSWERS, '--write', '--overwrite');
    expect(textIn(folder, WEB)).toBe(both);
    expect(stdout).toContain(
      'spec.image: "registry.example/web:1.2.0", the source says "registry.example/web:1.3.0"',
    );
  });

  it('writes below --out', async () => {
    using folder = compose();
    await adoptIn(folder, ...ANSWERS, '--write', '--out', 'manifests/adopted');
    expect(existsSync(join(folder.path, 'manifests/adopted', WEB))).toBe(true);
  });

  it('writes all or nothing: what could be written is taken back', async () => {
    using folder = compose();
    folder.write('services/health/web', 'a file where a folder has to be');
    await expect(adoptIn(folder, ...ANSWERS, '--write')).rejects.toThrow(/Nothing was written/);
    expect(existsSync(join(folder.path, 'services/health/db'))).toBe(false);
    expect(textIn(folder, 'services/health/web')).toContain('a file');
  });

  it('follows no link out of its folder', async () => {
    using folder = compose();
    using elsewhere = new TestFolder();
    mkdirSync(join(folder.path, 'services'));
    symlinkSync(elsewhere.path, join(folder.path, 'services/health'), 'dir');
    await expect(adoptIn(folder, ...ANSWERS, '--write')).rejects.toThrow(/symbolic link/);
    expect(readdirSync(elsewhere.path)).toEqual([]);
  });

  it('says so where a folder cannot be made', async () => {
    using folder = compose();
    folder.write('services', 'a file in its place\n');
    await expect(adoptIn(folder, ...ANSWERS, '--write')).rejects.toThrow(/Nothing was written/);
    expect(readFileSync(join(folder.path, 'services'), 'utf8')).toBe('a file in its place\n');
  });
});

describe('--map', () => {
  it('answers for each thing by its name in the source', async () => {
    using folder = compose();
    folder.write(
      'adopt.yaml',
      'defaults: { environment: test, vertical: health, owner: team-a, sensitivity: internal, runtime: podman }\n' +
        'items:\n  web: { name: portal, owner: team-portal }\n  db: { skip: true }\n',
    );
    const { stdout } = await adoptIn(folder, '--map', 'adopt.yaml', '--json');
    const [web, ...others] = JSON.parse(stdout).manifests;
    expect(others).toEqual([]);
    expect(web).toMatchObject({ name: 'test-health-portal' });
    expect(web.text).toContain('Owner: team-portal');
  });

  it('says where it is wrong', async () => {
    using folder = compose();
    folder.write('adopt.yaml', 'defaults:\n  environment: moon\n');
    await expect(adoptIn(folder, '--map', 'adopt.yaml')).rejects.toThrow(
      '--map adopt.yaml:2: "environment" is one of dev, test, stage, prod, not "moon".',
    );
  });
});

it('cannot run where there is nothing to adopt from, or a path is none', async () => {
  using folder = new TestFolder();
  expect((await adoptIn(folder)).code).toBe(2);
  await expect(adoptIn(folder, 'nowhere.yml')).rejects.toThrow('nowhere.yml: there is no such file.');
});

it('reads a named file whatever it is called, and says what it cannot read', async () => {
  using folder = compose();
  folder.write('notes.yaml', 'just: notes\n');
  const { code, stdout } = await adoptIn(folder, ...ANSWERS, 'docker-compose.yml', 'notes.yaml');
  expect(code).toBe(1);
  expect(stdout).toContain('notes.yaml:1  It is nothing that can be adopted from.');
});
