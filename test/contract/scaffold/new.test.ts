import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { ANSWERS, Folder, HEADY, workerTemplate } from './heady.ts';

const TEMPLATE = workerTemplate('1.0.0', {
  'files/src/main.ts.liquid': `export const queue = '{{ parameters.queue }}';\n`,
  'files/README.md.liquid': '# {{ title }}\n',
  'repository/.github/workflows/{{ baseName }}.yml.liquid': 'on: push\n',
});
const WORKER = ['new', 'service', 'billing', '--template', 'worker', ...ANSWERS];
const HOME = 'services/health/billing';

const all = (folder: Folder) =>
  readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1))
    .filter((path) => !path.startsWith('heady-templates'))
    .sort();

describe('heady new', () => {
  it('shows on a dry run what would become of each file, and writes nothing', async () => {
    using folder = new Folder({ ...TEMPLATE, [`${HOME}/README.md`]: '# Mine\n' });
    const { code, stdout } = await folder.heady(...WORKER, '--set', 'queue=jobs', '--dry-run', '--keep');
    expect(code).toBe(0);
    expect(stdout).toBe(`dev-health-billing from worker 1.0.0

.github/workflows/
  health-billing.yml            new
services/health/billing/
  src/
    main.ts                     new
  .dev-health-billing.scaffold  new
  README.md                     another is there, and stays
  dev.heady.yaml                new

Nothing was written.
`);
    expect(all(folder)).toEqual([`${HOME}/README.md`]);
    const { stdout: withTexts } = await folder.heady(
      ...[...WORKER, '--set', 'queue=jobs', '--dry-run', '--overwrite', '--diff'],
    );
    expect(withTexts).toContain(
      `\n--- ${HOME}/README.md\n+++ ${HOME}/README.md\n@@ line 1, now 1 @@\n-# Mine\n+# Billing\n`,
    );
    expect(withTexts).toContain(`+export const queue = 'jobs';`);
  });

  it('writes a project that the rules find nothing in, and says what to do next', async () => {
    using folder = new Folder(TEMPLATE);
    const { code, stdout, stderr } = await folder.heady(...WORKER, '--set=queue=jobs', '--set=replicas=2');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `dev-health-billing: 5 files written to <folder>.
It needs secrets, which stand in no file:
  queuePassword: Password of the queue

Run \`npm test\` in billing.
`,
      stderr: '',
    });
    expect(folder.read(`${HOME}/dev.heady.yaml`)).toContain(`  replicas: 2
  template:
    name: worker
    version: 1.0.0
    answers:
      queue: jobs
      replicas: 2
      retries: true
`);
    expect((await folder.heady('lint', 'services')).code).toBe(0);
    const again = await folder.heady(...WORKER, '--set=queue=jobs', '--set=replicas=2');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 files written') });
    const other = await folder.heady(...WORKER, '--set=queue=mail');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('nothing was written. Add --keep or --overwrite');
    expect(folder.read(`${HOME}/src/main.ts`)).toContain('jobs');
  });

  it('says it all as JSON', async () => {
    using folder = new Folder(TEMPLATE);
    const { code, stdout } = await folder.heady(
      ...WORKER,
      '--set=queue=jobs',
      '--json',
      '--folder',
      'apps/billing',
    );
    expect(code).toBe(0);
    const { files, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      name: 'dev-health-billing',
      template: { source: 'folder:<folder>/heady-templates', name: 'worker', version: '1.0.0' },
      folder: 'apps/billing',
      manifest: 'apps/billing/dev.heady.yaml',
      problems: [],
      secrets: [{ name: 'queuePassword', title: 'Password of the queue' }],
      next: 'Run `npm test` in billing.',
      written: true,
    });
    expect(files[1]).toEqual({
      path: 'apps/billing/.dev-health-billing.scaffold',
      action: 'create',
      executable: false,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      size: statSync(join(folder.path, 'apps/billing/.dev-health-billing.scaffold')).size,
    });
  });

  it('refuses what breaks a rule, and names the flag that mends it', async () => {
    using folder = new Folder(TEMPLATE);
    const bad = await folder.heady(...WORKER.with(2, 'Billing'), '--set=queue=jobs');
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/^error: --name: .*lower-case letters.* \(naming\/service\)\n$/);
    const misfit = await folder.heady(...WORKER, '--set=queue=jobs', '--set=replicas=10', '--json');
    expect(misfit.code).toBe(1);
    expect(JSON.parse(misfit.stdout)).toMatchObject({
      problems: [{ parameter: 'replicas', severity: 'error' }],
      files: [],
      written: false,
    });
    expect(all(folder)).toEqual([]);
  });

  it('lists what is missing where nobody can be asked, and what is misused', async () => {
    using folder = new Folder(TEMPLATE);
    const said = async (...args: string[]) => {
      const { code, stderr } = await folder.heady('new', ...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await said('service', '--template=worker', '--environment=dev', '--owner=team-a')).toBe(
      'heady: service: still needed: --vertical, a name, --sensitivity, --set queue=.... In a terminal, without --yes and --json, they are asked for.\n',
    );
    expect(await said('service', 'x', ...ANSWERS)).toContain('still needed: --template (');
    expect(await said('planet')).toContain("'planet' cannot be made. Kinds are service, vertical, vm");
    expect(await said('vertical', 'x', '--environment=dev')).toContain('--environment: nobody asks for that');
    expect(await said('service', 'x', ...ANSWERS, '--template=none')).toContain('there is no such template');
    expect(await said(...WORKER.slice(1), '--set=colour=red')).toContain(
      'has no such parameter; it has queue',
    );
    expect(await said(...WORKER.slice(1), '--set=replicas=many')).toContain('write a whole number');
    expect(await said(...WORKER.slice(1), '--set=queue=a', '--folder=../up')).toContain(
      'could leave the project',
    );
    expect(all(folder)).toEqual([]);
  });

  it('writes through no link', async () => {
    using folder = new Folder(TEMPLATE);
    using outside = new Folder();
    symlinkSync(outside.path, join(folder.path, 'services'));
    const { code, stderr } = await folder.heady(...WORKER, '--set=queue=jobs');
    expect(code).toBe(2);
    expect(stderr).toContain('"services" is a symbolic link');
    expect(all(outside)).toEqual([]);
    expect(existsSync(join(folder.path, '.github'))).toBe(false);
  });

  it('lists the templates of every source, and why some cannot be used', async () => {
    using folder = new Folder({
      ...TEMPLATE,
      'heady-templates/broken/template.heady.yaml': 'kind: Template\n',
    });
    const { code, stdout } = await folder.heady('new', 'service', '--list', '--templates', './nowhere');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Heady \(built-in\)\n/);
    expect(stdout).toContain(
      '  worker  service, 1.0.0: Worker. Takes jobs from a queue.\n  broken cannot be used: ',
    );
    expect(stdout).toContain('There is no folder');
    expect(stdout).not.toContain('vertical, 1.0.0');
    const { sources } = JSON.parse((await folder.heady('new', '--list', '--json')).stdout);
    expect(sources[1].templates[0]).toMatchObject({ name: 'worker', required: ['queue'], kind: 'service' });
    expect(sources[1].bad).toMatchObject([{ name: 'broken' }]);
  });

  it("takes the organisation's templates from its control plane, and says where it cannot", async () => {
    using served = new Folder();
    for (const [path, text] of Object.entries(TEMPLATE)) served.write(path, text);
    const { url } = await startHttp({ args: ['--templates', join(served.path, 'heady-templates')] });
    using folder = new Folder();
    const command = [...WORKER, '--set=queue=jobs', '--control-plane', url.href];
    const refused = await folder.heady(...command);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('worker') });
    folder.env = { HEADY_TOKEN: TOKEN };
    expect(await folder.heady(...command)).toMatchObject({ code: 0, stderr: '' });
    expect(folder.read(`${HOME}/dev.heady.yaml`)).toContain('name: worker');
    const update = await folder.heady('update', '--check', '--control-plane', url.href);
    expect(update).toMatchObject({ code: 0 });
    const { stdout } = await folder.heady('new', 'service', '--list', '--control-plane', url.href);
    expect(stdout).toContain('Control plane');
  });

  it('tells what is no text by size and digest, and replaces it where it may', async () => {
    using folder = new Folder(workerTemplate('1.0.0', { 'files/logo.bin': '\0theirs' }));
    folder.write(`${HOME}/logo.bin`, '\0mine');
    const refused = await folder.heady(...WORKER, '--set=queue=jobs');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(
      /logo\.bin +another is there \(no text: 5 bytes, SHA-256 \w{12} -> 7 bytes, SHA-256 \w{12}\)/,
    );
    expect((await folder.heady(...WORKER, '--set=queue=jobs', '--overwrite')).code).toBe(0);
    expect(folder.read(`${HOME}/logo.bin`)).toBe('\0theirs');
  });

  it('keeps the record of a manifest alone beside it, and none of one that was there', async () => {
    using folder = new Folder();
    const alone = ['new', 'service', 'billing', '--template=service-manifest', ...ANSWERS];
    folder.write(`${HOME}/dev.heady.yaml`, '# mine\n');
    expect((await folder.heady(...alone, '--keep')).stdout).toContain('0 files written');
    expect(all(folder)).toEqual([`${HOME}/dev.heady.yaml`]);
    expect((await folder.heady(...alone, '--overwrite')).code).toBe(0);
    expect(all(folder)).toEqual([`${HOME}/.dev-health-billing.scaffold`, `${HOME}/dev.heady.yaml`]);
  });

  it('makes every kind from what comes with Heady', async () => {
    using folder = new Folder();
    const shared = ['--owner', 'team-a', '--sensitivity', 'internal', '--yes'];
    await folder.heady(...['new', 'service', 'billing', '--template=service-manifest', ...ANSWERS]);
    for (const args of [
      ['vertical', 'health', '--set=focus=Care'],
      ['image', 'base', '--vertical=health'],
      ['api', 'billing', '--vertical=health', '--set=providedBy=health-billing'],
      ['agent', 'helper', '--vertical=health', '--set=level=L0'],
      ['vm', 'web', '--vertical=health', '--environment=dev', '--set=image=base@0.1.0'],
    ]) {
      const { code, stderr } = await folder.heady('new', ...args, ...shared);
      expect(code, stderr).toBe(0);
    }
    expect(all(folder).filter((path) => path.endsWith('.heady.yaml')).length).toBeGreaterThanOrEqual(5);
  });
});

/** Talks to a program at a terminal of its own: waits until it says one thing, then types another, line by line. */
const AT_A_TERMINAL = `
import fcntl, json, os, pty, re, struct, sys, termios
talk, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 120, 0, 0))
    os.execvp(command[0], command)
said, pending = '', ''
def listen():
    global said, pending
    data = os.read(fd, 65536).decode('utf-8', 'replace')
    said, pending = said + data, pending + re.sub('\\x1b\\\\[[0-9;?]*[A-Za-z]', '', data)
try:
    for wanted, typed in talk:
        while wanted not in pending: listen()
        pending = pending[pending.index(wanted) + len(wanted):]
        os.write(fd, typed.encode())
    while True: listen()
except OSError:
    pass
_, status = os.waitpid(pid, 0)
sys.stdout.write(said)
sys.exit(os.waitstatus_to_exitcode(status))
`;

describe.skipIf(process.platform === 'win32')('heady new at a terminal', () => {
  async function talk(folder: Folder, args: string[], lines: [wanted: string, typed: string][]) {
    const command = ['-c', AT_A_TERMINAL, JSON.stringify(lines), process.execPath, HEADY, ...args];
    const env = { ...process.env, CI: '', NO_COLOR: '1', HEADY_CACHE_DIR: join(folder.path, '.cache') };
    const child = spawn('python3', command, { cwd: folder.path, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [said, code] = await Promise.all([text(child.stdout), closed]);
    return { said, code };
  }

  it('asks for what is missing, judges it at once, and asks before it writes', async () => {
    using folder = new Folder(TEMPLATE);
    const { code, said } = await talk(
      folder,
      ['new', 'service', '--template', 'worker', '--environment', 'dev', '--vertical', 'health'],
      [
        ['Name', 'Billing\r'],
        ['lower-case letters', '\x7f'.repeat(7)],
        ['Name', 'billing\r'],
        ['Owner', 'team-billing\r'],
        ['Sensitivity', '\r'],
        ['Description', '\r'],
        ['Take the defaults', '\r'],
        ['Queue', 'jobs\r'],
        ['Write these files?', '\r'],
      ],
    );
    expect(code, said).toBe(0);
    expect(folder.read(`${HOME}/dev.heady.yaml`)).toContain('DataSensitivity: internal');
    expect(folder.read(`${HOME}/src/main.ts`)).toContain('jobs');
  });

  it('writes nothing when it is left', async () => {
    using folder = new Folder(TEMPLATE);
    const { code, said } = await talk(folder, WORKER, [
      ['Description', '\r'],
      ['Take the defaults', '\r'],
      ['Queue', '\x03'],
    ]);
    expect(code, said).toBe(2);
    expect(said).toContain('nothing was written');
    expect(all(folder)).toEqual([]);
  });
});
