import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import type { Log } from 'sarif';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { explainCommand } from './explain.ts';
import { lintCommand } from './lint.ts';
import { rulesCommand } from './rules.ts';
import type { Terminal } from './terminal.ts';
import { fakeTerminal } from './testing.ts';

const BROKEN = join(import.meta.dirname, '../../../samples/broken');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-formats-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  command: (args: string[], terminal: Terminal) => Promise<number>,
  args: string[],
  cwd = folder,
  more: { input?: string; columns?: number } = {},
) {
  const terminal = fakeTerminal(cwd, more);
  const code = await command(args, terminal);
  return { code, ...terminal.written };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const SERVICE = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec: { environment: dev, plane: app, runtime: dokcer }
`;

describe('sarif', () => {
  test('is valid 2.1.0, with rules, fixes and suppressions', async () => {
    const { stdout } = await run(lintCommand, ['.', '--format', 'sarif'], BROKEN);
    const log = JSON.parse(stdout) as Log;
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
    const schema = JSON.parse(
      readFileSync(join(dirname(path), 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    );
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);

    const [run_] = log.runs;
    const results = run_?.results ?? [];
    for (const { ruleId, ruleIndex } of results)
      expect(run_?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
    const unknownKind = results.find(({ ruleId }) => ruleId === 'schema/unknown-kind');
    expect(unknownKind?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toMatchObject({
      deletedRegion: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 14 },
      insertedContent: { text: 'Service' },
    });
    const rule = (id: string) => run_?.tool.driver.rules?.find((each) => each.id === id);
    expect(rule('catalog/prod-owner')?.help?.markdown).toContain('## Why');
    for (const { help, fullDescription } of run_?.tool.driver.rules ?? []) {
      expect(help?.text, 'no link leads from the page to a file beside it').not.toMatch(/\]\((?!http)/);
      expect(fullDescription?.text).not.toContain('*');
    }
    expect(rule('policy/cost-center')).toMatchObject({
      help: { markdown: expect.stringContaining('policy/') },
    });
    expect(results.filter(({ suppressions }) => suppressions?.[0]?.kind === 'inSource')).toHaveLength(1);
  });
});

describe('junit', () => {
  test('is well-formed, with a failure for each finding', async () => {
    write('a & b.heady.yaml', SERVICE.replace('dokcer', '"<\\u0007>"'));
    const { stdout } = await run(lintCommand, ['--format', 'junit']);
    expect(stdout).toContain('<testsuites name="heady lint" tests="1" failures="1" errors="0">');
    expect(stdout).toContain('<testsuite name="a &amp; b.heady.yaml"');
    expect(stdout).toContain('&lt;');
    expect(stdout).not.toContain('\\u0007');
    // python3 has the strictest parser at hand everywhere this is built.
    execFileSync(
      'python3',
      ['-c', 'import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())'],
      { input: stdout },
    );
  });

  test('a clean run is one passed case', async () => {
    write('a.heady.yaml', SERVICE.replace('dokcer', 'docker'));
    const { stdout, code } = await run(lintCommand, ['--format', 'junit']);
    expect(code).toBe(0);
    expect(stdout).toContain('tests="1" failures="0"');
  });
});

test('github: a workflow command for each finding, escaped', async () => {
  write('a,b.heady.yaml', SERVICE.replace('dokcer', '50%'));
  const { stdout } = await run(lintCommand, ['--format', 'github']);
  expect(stdout).toMatch(
    /^::error file=a%2Cb\.heady\.yaml,line=6,endLine=6,col=48,endColumn=51,title=schema\/enum::.*"50%25".*\n$/,
  );
});

describe('stylish', () => {
  test('wraps at the width of the terminal and colours it', async () => {
    write('a.heady.yaml', SERVICE);
    const { stdout } = await run(lintCommand, [], folder, { columns: 60 });
    expect(stdout).toContain('\u001b[31m');
    const plain = await run(lintCommand, ['--no-color'], folder, { columns: 60 });
    expect(plain.stdout).not.toContain('\u001b');
    for (const line of plain.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(plain.stdout).toContain('schema/enum');
    const long = await run(lintCommand, ['--no-color', '--width', '0'], folder, { columns: 60 });
    expect(long.stdout).toMatch(/^ {2}6:48 {2}error .* {2}schema\/enum$/m);
  });
});

describe('what is linted', () => {
  test('- is a manifest on standard input, amid its workspace', async () => {
    write('heady.yaml', SERVICE.replace('dokcer', 'docker'));
    const alone = await run(lintCommand, ['-', '--format', 'json'], folder, { input: SERVICE });
    const { findings } = JSON.parse(alone.stdout) as { findings: { file: string; rule: string }[] };
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'stdin.heady.yaml naming/duplicate',
      'stdin.heady.yaml schema/enum',
    ]);
    const named = await run(lintCommand, ['-', '--stdin-name', 'heady.yaml', '--format', 'json'], folder, {
      input: SERVICE,
    });
    expect(JSON.parse(named.stdout).findings).toHaveLength(1);
    expect(readFileSync(join(folder, 'heady.yaml'), 'utf8')).toContain('docker');
  });

  test('globs name files; one that matches nothing cannot run', async () => {
    write('a/x.heady.yaml', SERVICE);
    write('b/y.heady.yaml', SERVICE.replace('billing', 'claims'));
    expect(JSON.parse((await run(lintCommand, ['{a,c}/*.yaml', '--format', 'json'])).stdout).files).toBe(1);
    await expect(run(lintCommand, ['c/*.yaml'])).rejects.toThrow('c/*.yaml: no such file or folder');
  });
});

describe('rules and explain', () => {
  test('lists every rule, and prints a page', async () => {
    const { stdout } = await run(rulesCommand, []);
    expect(stdout.trimEnd().split('\n')).toHaveLength(rules.length);
    expect(stdout).toMatch(/^tags\/required .*warning, error in stage and prod/m);
    expect((await run(rulesCommand, ['naming/service'])).stdout).toContain('# naming/service');
    await expect(run(rulesCommand, ['naming/servce'])).rejects.toThrow('Did you mean naming/service?');
  });

  test('explains a line', async () => {
    write('a.heady.yaml', SERVICE);
    const { stdout } = await run(explainCommand, ['a.heady.yaml:6']);
    expect(stdout).toContain('a.heady.yaml:6:48: error:');
    expect(stdout).toContain('fix: Replace with');
    expect(stdout).toContain('schema/enum');
    expect((await run(explainCommand, ['a.heady.yaml:1'])).stdout).toBe(
      'a.heady.yaml:1: nothing is found here.\n',
    );
    await expect(run(explainCommand, ['a.heady.yaml'])).rejects.toThrow('file:line');
    await expect(run(explainCommand, ['nope.yaml:1'])).rejects.toThrow('nope.yaml: no such file');
  });
});
