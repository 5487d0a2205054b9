import '../linearRegex.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log } from 'sarif';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { impactCommand } from './impact.ts';
import { fakeTerminal } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-impact-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function impact(args: string[], input: string | Uint8Array = '') {
  const terminal = fakeTerminal(folder, { input });
  const code = await impactCommand(args, terminal);
  return { code, ...terminal.written };
}

/** Places and marked rules, as `file:line:column rule`. */
async function found(args: string[], input?: string) {
  const { stdout } = await impact([...args, '--format', 'json'], input);
  return JSON.parse(stdout).findings.map(
    ({ file, start, rule, vertical }: Record<string, never> & { start: { line: number; column: number } }) =>
      `${file}:${start.line}:${start.column} ${rule} ${vertical}`,
  );
}

const SERVICE = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  description: The whitelist of clinics.
  tags: { Vertical: health }
spec: { environment: dev, plane: app, runtime: dokcer, audience: public }
`;

const LANGUAGE = 'impact/exclusionary-language';

describe('heady impact', () => {
  test('reports what is about people, and nothing else', async () => {
    write('a.heady.yaml', SERVICE);
    expect(await found([])).toEqual([
      `a.heady.yaml:5:20 ${LANGUAGE} health`,
      'a.heady.yaml:7:1 impact/accessibility health',
    ]);
    expect((await impact([])).code).toBe(1);
  });

  test('groups by vertical and rule', async () => {
    write('a.heady.yaml', SERVICE);
    write('notes.txt', 'A blacklist.');
    const { stdout } = await impact(['a.heady.yaml', 'notes.txt', '--width', '0']);
    expect(stdout).toMatch(
      /^health\n {2}impact\/accessibility\n {4}a\.heady\.yaml:7:1 {2}warning\n {6}.*\n {2}impact\/exclusionary-language\n[\s\S]*\nno vertical\n[\s\S]*\n2 errors, 1 warning in 2 files\n$/,
    );
    for (const format of ['markdown', 'html'])
      expect((await impact(['.', '--format', format])).stdout).toContain('health');
    const sarif: Log = JSON.parse((await impact(['.', '--format', 'sarif'])).stdout);
    expect(sarif.runs[0]?.results?.map(({ ruleId }) => ruleId)).toEqual([LANGUAGE, 'impact/accessibility']);
  });

  test('counts warnings, and is clean without findings', async () => {
    write('a.heady.yaml', SERVICE.replace('whitelist', 'list'));
    expect((await impact([])).code).toBe(0);
    expect(await impact(['--max-warnings', '0'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('more than the 0 allowed'),
    });
    write('a.heady.yaml', SERVICE.replace('whitelist', 'list').replace(', audience: public', ''));
    expect(await impact([])).toMatchObject({ code: 0, stdout: 'nothing found in 1 file\n' });
  });

  test('takes the words of the workspace to files of every kind', async () => {
    write(
      'p.heady.yaml',
      `apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: words }\nspec:\n  terms: [{ pattern: gift horses? }]\n  allowed: [{ phrase: blacklist.txt, reason: Theirs. }]\n  rules: { impact/proxy-attribute: 'off' }\n`,
    );
    write(
      'notes.md',
      '# A gift horse\n\nSee blacklist.txt.\n\n```\nwhitelist\n```\n\nApplicants must show a passport.\n',
    );
    expect(await found(['notes.md'])).toEqual([`notes.md:1:5 ${LANGUAGE} null`]);
  });

  test.each(['(a+)+$', '(\\\\w+\\\\s?)*!'])('is held up by no pattern: %s', async (pattern) => {
    write(
      'p.heady.yaml',
      `apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: words }\nspec:\n  terms: [{ pattern: "${pattern}" }]\n`,
    );
    write('a.txt', `${'a'.repeat(20_000)}b and the whitelist`);
    expect(await found(['a.txt'])).toEqual([`a.txt:1:20011 ${LANGUAGE} null`]);
  });

  test('reads OpenAPI and .http files', async () => {
    write(
      'api.yaml',
      'openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: getWhitelist\n      description: >-\n        All the\n        whitelist.\ncomponents:\n  schemas:\n    Blacklist: { type: object }\n',
    );
    write(
      'a.http',
      '### The whitelist\r\nGET https://x/whitelist?mode=blacklist\r\nX-Role: slave\r\n\r\n{\r\n  "list": "whitelist"\r\n}\r\n',
    );
    expect(await found(['api.yaml'])).toEqual([
      `api.yaml:5:23 ${LANGUAGE} null`,
      `api.yaml:8:9 ${LANGUAGE} null`,
      `api.yaml:11:5 ${LANGUAGE} null`,
    ]);
    expect(await found(['a.http'])).toEqual([
      `a.http:1:9 ${LANGUAGE} null`,
      `a.http:2:30 ${LANGUAGE} null`,
      `a.http:3:9 ${LANGUAGE} null`,
      `a.http:6:12 ${LANGUAGE} null`,
    ]);
  });

  test('takes standard input for what it is', async () => {
    expect(await found(['-'], 'We keep a whitelist.\n')).toEqual([`stdin.txt:1:11 ${LANGUAGE} null`]);
    expect(await found(['-'], SERVICE)).toContain(`stdin.heady.yaml:5:20 ${LANGUAGE} health`);
    expect(await found(['-', '--stdin-name', 'x.md'], '```\nwhitelist\n```\n')).toEqual([]);
  });

  test('says what could not be read, and checks the rest', async () => {
    write('a.txt', Buffer.from([0x61, 0xe9, 0x62]));
    write('b.txt', 'a\0b');
    write('c.txt', 'the whitelist');
    const { code, stderr, stdout } = await impact(['a.txt', 'b.txt', 'c.txt']);
    expect(code).toBe(2);
    expect(stderr).toContain('a.txt: The file is not UTF-8 (line 1).');
    expect(stderr).toContain('b.txt: The file is binary');
    expect(stdout).toContain('c.txt:1:5');
    await expect(impact(['nope.txt'])).rejects.toThrow('nope.txt: no such file or folder');
    await expect(impact(['--format', 'pdf'])).rejects.toThrow('--format pdf: formats are');
  });
});

describe('heady impact --jsonl', () => {
  const line = (id: unknown, text: unknown, field = 'description') =>
    `${JSON.stringify({ id, field, text })}\n`;

  test('answers each line, found or not', async () => {
    const { code, stdout } = await impact(['--jsonl'], line('a', 'A whitelist.') + line('b', 'Nothing.'));
    expect(JSON.parse(stdout)).toEqual({
      a: [
        {
          rule: LANGUAGE,
          text: 'whitelist',
          start: 2,
          end: 11,
          message: expect.stringContaining('allowlist'),
        },
      ],
      b: [],
    });
    expect(code).toBe(0);
    expect(JSON.parse((await impact(['--jsonl'], '')).stdout)).toEqual({});
  });

  test('tells lines that it cannot read, and loses none of the others', async () => {
    const input = `${line('a', 'x')}{"id":\n\n${line('b', 'y', 'prose')}[]\n${line('a', 'z')}${line({}, 'x')}${line('c', 3)}${line('d', 'whitelist').trim()}`;
    const { code, stdout, stderr } = await impact(['--jsonl'], input);
    expect(code).toBe(2);
    expect(Object.keys(JSON.parse(stdout))).toEqual(['a', 'd']);
    expect(stderr.match(/line \d+/g)).toEqual([
      'line 2',
      'line 4',
      'line 5',
      'line 6',
      'line 1',
      'line 7',
      'line 8',
    ]);
  });

  test('reads a file, and bytes however they are cut', async () => {
    write('in.jsonl', line('caf\u00e9', 'The \u{1f600} whitelist.'));
    const [whole] = Object.values(JSON.parse((await impact(['--jsonl', 'in.jsonl'])).stdout));
    expect(whole).toEqual([expect.objectContaining({ text: 'whitelist', start: 7, end: 16 })]);
    const terminal = fakeTerminal(folder);
    const bytes = Buffer.from(line('caf\u00e9', 'The \u{1f600} whitelist.').repeat(1));
    terminal.stdin = (async function* () {
      for (const byte of bytes) yield Uint8Array.of(byte);
    })();
    await impactCommand(['--jsonl'], terminal);
    expect(JSON.parse(terminal.written.stdout)).toEqual({ caf\u00e9: whole });
    await expect(impact(['--jsonl', 'nope.jsonl'])).rejects.toThrow('nope.jsonl: ');
  });

  test('waits for a slow reader', async () => {
    const terminal = fakeTerminal(folder, { input: line('a', 'x') + line('b', 'y') });
    const waited: string[] = [];
    const written: string[] = [];
    terminal.stdout = {
      write: (text) => {
        written.push(text);
        return false;
      },
      once: (event, then) => {
        if (event !== 'drain') return;
        waited.push(event);
        then();
      },
    };
    expect(await impactCommand(['--jsonl'], terminal)).toBe(0);
    expect(waited).toEqual(['drain', 'drain']);
    expect(Object.keys(JSON.parse(written.join('')))).toEqual(['a', 'b']);
  });
});
