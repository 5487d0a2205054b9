import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lintCommand } from './lint.ts';
import { fakeTerminal } from './testing.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-lint-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `heady lint` and keeps what it wrote. */
async function lint(
  args: string[],
  cwd = folder,
  { input = '', columns }: { input?: string; columns?: number } = {},
) {
  const terminal = fakeTerminal(cwd, { input, columns });
  const code = await lintCommand(args, terminal);
  return { code, stdout: terminal.written.stdout, stderr: terminal.written.stderr };
}

async function lintJson(args: string[], cwd = folder) {
  const { code, stdout } = await lint([...args, '--format', 'json'], cwd);
  return { code, ...JSON.parse(stdout) };
}

function write(path: string, text: string | Uint8Array): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

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

const SOUND = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec: { environment: dev, plane: app, runtime: docker }
`;

describe('the samples', () => {
  test('heady-systems is clean', async () => {
    const report = await lintJson(['samples/heady-systems', '--max-warnings', '0'], ROOT);
    expect(report.files).toBeGreaterThanOrEqual(30);
    expect(report.findings).toEqual([]);
    expect(report.code).toBe(0);
  });

  test('broken is broken exactly as it says', async () => {
    const expected = JSON.parse(readFileSync(join(ROOT, 'samples/broken/expected.json'), 'utf8')) as Record<
      string,
      unknown
    >[];
    const report = await lintJson(['.'], join(ROOT, 'samples/broken'));
    const found = report.findings.map(({ message, ...finding }: Record<string, unknown>) => {
      expect(message).toMatch(/\S/);
      return finding;
    });
    expect(found).toEqual(expected.filter(({ needs }) => needs === undefined));
    expect(report.code).toBe(1);
  });
});

describe('the report', () => {
  test('has the shape of version 1, field by field', async () => {
    write('a.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    const { stdout } = await lint(['--format', 'json']);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      files: 1,
      findings: [
        {
          file: 'a.heady.yaml',
          rule: 'tags/required',
          severity: 'warning',
          message: expect.stringContaining('"Owner"'),
          start: { line: 5, column: 3 },
          end: { line: 5, column: 7 },
          fixable: expect.any(Boolean),
          suppressed: null,
        },
      ],
      summary: { errors: 0, warnings: 1, infos: 0, suppressed: 0, fixed: 0 },
    });
  });

  test('names files relative to the working directory', async () => {
    write('ws/sub/a.heady.yaml', 'kind: Servce');
    mkdirSync(join(folder, 'elsewhere'));
    const { findings } = await lintJson(['../ws'], join(folder, 'elsewhere'));
    expect(findings[0].file).toBe('../ws/sub/a.heady.yaml');
  });

  test('counts no byte order mark as a column, and keeps it when fixing', async () => {
    const path = write('bom.heady.yaml', `\ufeff${SOUND.replace('systems/v1', 'systems/v2')}`);
    expect((await lintJson([])).findings[0].start).toEqual({ line: 1, column: 13 });
    expect((await lint(['--fix'])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(`\ufeff${SOUND}`);
  });

  test('stylish puts findings under their file and a sum at the end', async () => {
    write('a.heady.yaml', SOUND.replace('docker', 'dokcer'));
    const { stdout, code } = await lint([]);
    expect(stdout).toMatch(
      /^a\.heady\.yaml\n {2}6:48 {2}error {2}.*"dokcer".* {2}schema\/enum\n\n1 error, 0 warnings, 1 fixable in 1 file\n$/,
    );
    expect(code).toBe(1);
  });

  test('says so where there is no manifest', async () => {
    expect(await lint([])).toEqual({
      code: 0,
      stdout: '0 errors, 0 warnings no manifests found\n',
      stderr: '',
    });
  });
});

describe('exit codes and options', () => {
  test('more warnings than allowed fail', async () => {
    write('a.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    expect((await lint(['--max-warnings', '1'])).code).toBe(0);
    const failed = await lint(['--max-warnings', '0']);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('1 warnings are more than the 0 allowed');
  });

  test.each([
    [['nope'], 'nope: no such file or folder'],
    [['--format', 'xml'], '--format xml'],
    [['--env', 'production'], '--env production'],
    [['--max-warnings', '-1x'], '--max-warnings'],
    [['--control-plane', 'ftp://x'], '--control-plane ftp://x'],
    [['--frmat', 'json'], '--frmat'],
  ])('%j cannot run and says why', async (args, message) => {
    await expect(lint(args)).rejects.toThrow(message);
  });

  test('--env speaks for documents that state none, and for no others', async () => {
    write(
      'a.heady.yaml',
      'apiVersion: heady.systems/v1\nkind: Agent\nmetadata: { name: coordinator }\nspec: { level: L0 }\n',
    );
    write('b.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    const { findings } = await lintJson(['--env', 'prod']);
    const severities = findings.map(
      ({ file, severity }: { file: string; severity: string }) => `${file} ${severity}`,
    );
    expect(severities).toEqual([
      'a.heady.yaml error',
      'a.heady.yaml error',
      'a.heady.yaml error',
      'b.heady.yaml warning',
    ]);
  });

  test('--strict-catalog fails where nobody can say whether prod is registered', async () => {
    write('a.heady.yaml', SOUND.replaceAll('dev', 'prod').replace('docker', 'podman'));
    expect((await lint([])).code).toBe(0);
    const strict = await lint(['--strict-catalog']);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('catalog/prod-entry could not be decided for prod-health-billing');
    expect(strict.stderr).not.toContain('catalog/drift');
  });

  test('a policy sets severities, and ignores files that stay in the catalog', async () => {
    write(
      'policy.heady.yaml',
      `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: org }
spec:
  rules: { schema/enum: info }
  ignore: ['legacy/**']
`,
    );
    write('legacy/a.heady.yaml', SOUND);
    write('b.heady.yaml', SOUND.replace('docker', 'dokcer'));
    const { findings, files } = await lintJson([]);
    expect(files).toBe(2);
    expect(findings.map(({ rule, severity }: Record<string, string>) => `${rule} ${severity}`)).toEqual([
      'naming/duplicate error',
      'schema/enum info',
    ]);
  });

  test('a single file is judged with the facts of its workspace', async () => {
    mkdirSync(join(folder, '.heady'));
    write('a.heady.yaml', SOUND);
    write('sub/b.heady.yaml', SOUND);
    const { findings, files } = await lintJson(['sub/b.heady.yaml']);
    expect(files).toBe(1);
    expect(findings.map(({ file, rule }: Record<string, string>) => `${file} ${rule}`)).toEqual([
      'sub/b.heady.yaml naming/duplicate',
    ]);
  });
});

describe('bad input', () => {
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
    write('bad.heady.yaml', bytes);
    write('good.heady.yaml', SOUND);
    const { findings, files } = await lintJson([]);
    expect(files).toBe(2);
    expect(findings.every(({ file }: { file: string }) => file === 'bad.heady.yaml')).toBe(true);
    expect(findings[0].message).toMatch(message);
  });

  test('an empty file says nothing', async () => {
    write('empty.heady.yaml', '');
    write('comments.heady.yaml', '# later\n');
    expect((await lintJson([])).findings).toEqual([]);
  });

  test('CRLF moves no place', async () => {
    write('a.heady.yaml', SOUND.replace('docker', 'dokcer').replaceAll('\n', '\r\n'));
    expect((await lintJson([])).findings[0].start).toEqual({ line: 6, column: 48 });
  });

  test('folders named like manifests and loops of links are passed over', async () => {
    mkdirSync(join(folder, 'x.heady.yaml'));
    symlinkSync(folder, join(folder, 'loop'));
    symlinkSync(join(folder, 'self.heady.yaml'), join(folder, 'self.heady.yaml'));
    write('x.heady.yaml/a.heady.yaml', SOUND);
    const { files, findings } = await lintJson([]);
    expect(files).toBe(1);
    expect(findings).toEqual([]);
  });

  test('a file without permission is named, and the run fails', async () => {
    write('good.heady.yaml', SOUND);
    chmodSync(write('secret.heady.yaml', SOUND), 0);
    chmodSync(folder, 0o755);
    const { code, stdout, stderr } = await asOrdinaryUser(() => lint([]));
    expect(code).toBe(2);
    expect(stderr).toContain('secret.heady.yaml: no permission');
    expect(stdout).toContain('0 errors, 0 warnings in 1 file');
  });

  test('a link to a manifest is no duplicate of it', async () => {
    write('a/x.heady.yaml', SOUND);
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    symlinkSync(join(folder, 'a/x.heady.yaml'), join(folder, 'link.heady.yaml'));
    expect((await lintJson(['.'])).findings).toEqual([]);
    expect((await lintJson(['a', 'b'])).findings).toEqual([]);
    expect((await lintJson(['link.heady.yaml'])).files).toBe(1);
  });

  test('a folder that must not be written keeps its files, and the others are fixed', async () => {
    write('a/x.heady.yaml', SOUND.replace('docker', 'dokcer'));
    write('b/y.heady.yaml', SOUND.replace('docker', 'dokcer').replace('billing', 'claims'));
    for (const path of ['a', 'b', 'b/y.heady.yaml'])
      chmodSync(join(folder, path), path === 'a' ? 0o555 : 0o777);
    chmodSync(folder, 0o755);
    const { code, stderr, stdout } = await asOrdinaryUser(() => lint(['--fix']));
    expect(code).toBe(2);
    expect(stderr).toBe('heady lint: a/x.heady.yaml: no permission to change it. It was not fixed.\n');
    expect(stdout).toContain('1 fixed');
  });

  test('a pipe named like a manifest is refused, not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.heady.yaml')]);
    const { code, stderr } = await lint(['pipe.heady.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('pipe.heady.yaml: It is no regular file.');
  });
});

test('--fix mends what is certain, counts it, and leaves the rest', async () => {
  const path = write(
    'a.heady.yaml',
    SOUND.replace('docker', '"dokcer"').replace('Vertical: health', 'Vertical: impact'),
  );
  const { summary, findings } = await lintJson(['--fix']);
  expect(readFileSync(path, 'utf8')).toContain('runtime: "docker" }');
  expect(summary).toEqual({ errors: 1, warnings: 0, infos: 0, suppressed: 0, fixed: 1 });
  expect(findings[0].rule).toBe('naming/vertical-mismatch');
});
