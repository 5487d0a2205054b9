import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJsonIn, SOUND, TestFolder } from './testFolder.ts';

describe('the report', () => {
  test('has the shape of version 1, field by field', async () => {
    using folder = new TestFolder();
    folder.write('a.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    const { stdout } = await folder.lint('--format', 'json');
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
    using folder = new TestFolder();
    folder.write('ws/sub/a.heady.yaml', 'kind: Servce');
    mkdirSync(join(folder.path, 'elsewhere'));
    const { findings } = await lintJsonIn(join(folder.path, 'elsewhere'), ['../ws']);
    expect(findings[0].file).toBe('../ws/sub/a.heady.yaml');
  });

  test('counts no byte order mark as a column, and keeps it when fixing', async () => {
    using folder = new TestFolder();
    const path = folder.write('bom.heady.yaml', `\ufeff${SOUND.replace('systems/v1', 'systems/v2')}`);
    expect((await folder.lintJson()).findings[0].start).toEqual({ line: 1, column: 13 });
    expect((await folder.lint('--fix')).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(`\ufeff${SOUND}`);
  });

  test('stylish puts findings under their file and a sum at the end', async () => {
    using folder = new TestFolder();
    folder.write('a.heady.yaml', SOUND.replace('docker', 'dokcer'));
    const { stdout, code } = await folder.lint();
    expect(stdout).toMatch(
      /^a\.heady\.yaml\n {2}6:48 {2}error {2}.*"dokcer".* {2}schema\/enum\n\n1 error, 0 warnings, 1 fixable in 1 file\n$/,
    );
    expect(code).toBe(1);
  });

  test('says so where there is no manifest', async () => {
    using folder = new TestFolder();
    expect(await folder.lint()).toEqual({
      code: 0,
      stdout: '0 errors, 0 warnings no manifests found\n',
      stderr: '',
    });
  });
});

describe('exit codes and options', () => {
  test('more warnings than allowed fail', async () => {
    using folder = new TestFolder();
    folder.write('a.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    expect((await folder.lint('--max-warnings', '1')).code).toBe(0);
    const failed = await folder.lint('--max-warnings', '0');
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
    using folder = new TestFolder();
    await expect(folder.lint(...args)).rejects.toThrow(message);
  });

  test('--env speaks for documents that state none, and for no others', async () => {
    using folder = new TestFolder();
    folder.write(
      'a.heady.yaml',
      'apiVersion: heady.systems/v1\nkind: Agent\nmetadata: { name: coordinator }\nspec: { level: L0 }\n',
    );
    folder.write('b.heady.yaml', SOUND.replace('Owner: team-billing, ', ''));
    const { findings } = await folder.lintJson('--env', 'prod');
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
    using folder = new TestFolder();
    folder.write('a.heady.yaml', SOUND.replaceAll('dev', 'prod').replace('docker', 'podman'));
    expect((await folder.lint()).code).toBe(0);
    const strict = await folder.lint('--strict-catalog');
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('catalog/prod-entry could not be decided for prod-health-billing');
    expect(strict.stderr).not.toContain('catalog/drift');
  });

  test('a policy sets severities, and ignores files that stay in the catalog', async () => {
    using folder = new TestFolder();
    folder.write(
      'policy.heady.yaml',
      `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: org }
spec:
  rules: { schema/enum: info }
  ignore: ['legacy/**']
`,
    );
    folder.write('legacy/a.heady.yaml', SOUND);
    folder.write('b.heady.yaml', SOUND.replace('docker', 'dokcer'));
    const { findings, files } = await folder.lintJson();
    expect(files).toBe(2);
    expect(findings.map(({ rule, severity }: Record<string, string>) => `${rule} ${severity}`)).toEqual([
      'naming/duplicate error',
      'schema/enum info',
    ]);
  });

  test('a single file is judged with the facts of its workspace', async () => {
    using folder = new TestFolder();
    mkdirSync(join(folder.path, '.heady'));
    folder.write('a.heady.yaml', SOUND);
    folder.write('sub/b.heady.yaml', SOUND);
    const { findings, files } = await folder.lintJson('sub/b.heady.yaml');
    expect(files).toBe(1);
    expect(findings.map(({ file, rule }: Record<string, string>) => `${file} ${rule}`)).toEqual([
      'sub/b.heady.yaml naming/duplicate',
    ]);
  });
});

test('--fix mends what is certain, counts it, and leaves the rest', async () => {
  using folder = new TestFolder();
  const path = folder.write(
    'a.heady.yaml',
    SOUND.replace('docker', '"dokcer"').replace('Vertical: health', 'Vertical: impact'),
  );
  const { summary, findings } = await folder.lintJson('--fix');
  expect(readFileSync(path, 'utf8')).toContain('runtime: "docker" }');
  expect(summary).toEqual({ errors: 1, warnings: 0, infos: 0, suppressed: 0, fixed: 1 });
  expect(findings[0].rule).toBe('naming/vertical-mismatch');
});
