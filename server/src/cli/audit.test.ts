import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../controlPlane/openStore.ts';
import type { AuditEvent } from '../controlPlane/store/auditLog.ts';
import { auditCommand } from './audit.ts';
import { fakeTerminal } from './testing.ts';
import { UsageError } from './usage.ts';

const LATER = new Date(Date.now() + 86_400_000).toISOString();

let folder: string;
let path: string;
let store: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-audit-'));
  path = join(folder, 'catalog.db');
  store = `sqlite:${path}`;
});

afterEach(() => rmSync(folder, { recursive: true }));

async function record(...events: Partial<AuditEvent>[]) {
  const opened = await openStore(store, expect.fail);
  await opened.audit.append(
    events.map((each) => ({ actor: 'ada', action: 'act', outcome: 'done', ...each })),
  );
  await opened.close();
}

const recordMany = (count: number) =>
  record(...Array.from({ length: count }, (_, i) => ({ action: `a${i + 1}` })));

async function prune(verticals: Record<string, string> = {}) {
  const opened = await openStore(store, expect.fail);
  await opened.audit.prune({ before: LATER, verticals }, { actor: 'heady' });
  await opened.close();
}

interface RunOptions {
  input?: string;
  columns?: number;
  signal?: AbortSignal;
}

async function run(
  args: readonly string[],
  { signal = new AbortController().signal, ...given }: RunOptions = {},
) {
  const terminal = fakeTerminal(folder, given);
  const code = await auditCommand(args, terminal, signal);
  return { code, ...terminal.written };
}

const verify = (...args: string[]) => run(['verify', '--store', store, ...args]);

async function headOf(): Promise<string> {
  const { stdout } = await verify();
  return /^head (\S+)$/m.exec(stdout)?.[1] ?? expect.fail(stdout);
}

function tamper(sql: string) {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

describe('heady audit verify', () => {
  it('tells that the chain is whole, and its head', async () => {
    await recordMany(9);
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The chain is whole: 9 records\.\nhead 9:[0-9a-f]{64}\n$/);
  });

  it('counts what retention removed', async () => {
    await record({ vertical: 'health' }, {}, {}, { vertical: 'health' });
    await prune({ health: '1970-01-01T00:00:00.000Z' });
    const { code, stdout } = await verify();
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The chain is whole: 3 records\. Retention removed 2 before\.\n/),
    });
  });

  it.each([
    [
      'changed row',
      "UPDATE audit SET outcome = 'refused' WHERE seq = 4",
      /record 4\. Record 4 or the one before/,
    ],
    ['changed time', "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1", /record 1\. /],
    ['removed row', 'DELETE FROM audit WHERE seq = 4', /record 5\. Record 4 is missing/],
    ['removed beginning', 'DELETE FROM audit WHERE seq <= 4', /record 5\. Record 1 is missing/],
    [
      'swap of rows',
      'UPDATE audit SET seq = CASE seq WHEN 4 THEN -5 WHEN 5 THEN -4 ELSE seq END; UPDATE audit SET seq = -seq WHERE seq < 0',
      /record 4\. .*changed/,
    ],
    [
      'row of before under a new number',
      'INSERT INTO audit SELECT 10, at, actor, role, action, target, environment, vertical, outcome, node, correlation, details, hash FROM audit WHERE seq = 9',
      /record 10\. /,
    ],
    ['text in the place of details', "UPDATE audit SET details = '{' WHERE seq = 4", /record 4\. /],
  ])('finds a %s, and says where', async (_, sql, told) => {
    await recordMany(9);
    tamper(sql);
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^The chain is broken at record/);
    expect(stdout).toMatch(told);
    // What else can be read of it still can be.
    expect((await run(['query', '--store', store])).code).toBe(0);
    await run(['export', '--store', store, '--to', 'broken.jsonl']);
    expect((await run(['verify', '--file', 'broken.jsonl'])).code).toBe(1);
  });

  it('finds that the end was cut off, by the head that was noted elsewhere', async () => {
    await recordMany(9);
    const head = await headOf();
    await record({ action: 'later' });
    expect((await verify('--head', head)).code).toBe(0);
    tamper('DELETE FROM audit WHERE seq >= 9');
    expect((await verify()).code).toBe(0);
    const { code, stdout } = await verify('--head', head);
    expect(code).toBe(1);
    expect(stdout).toContain('Records at the end are missing: 9 was recorded once.');
  });

  it('finds that the whole log was written anew', async () => {
    await recordMany(9);
    const head = await headOf();
    tamper('DELETE FROM audit');
    await recordMany(9);
    const { code, stdout } = await verify('--head', head, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      seq: 9,
      reason: expect.stringContaining('not the one that was noted'),
    });
  });

  it('leaves the store as it is', async () => {
    await recordMany(3);
    const before = readFileSync(path);
    await verify();
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('heady audit export', () => {
  const exportTo = async (file: string, ...args: string[]) => {
    const { code, stderr } = await run(['export', '--store', store, '--to', file, ...args]);
    expect(code).toBe(0);
    return { stderr, text: readFileSync(join(folder, file), 'utf8') };
  };

  it('writes the chain with its gaps, so that it can be verified without the store', async () => {
    await record(
      { vertical: 'health', details: { a: [1, 'ü"\n'] } },
      {},
      { vertical: 'health', role: 'admin' },
      {},
    );
    await prune({ health: '1970-01-01T00:00:00.000Z' });
    const head = await headOf();
    const { stderr, text } = await exportTo('log.jsonl');
    expect(stderr).toBe(`heady audit: 3 records, 2 removed by retention; head ${head}\n`);
    const types = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['header', 'record', 'gap', 'record', 'gap', 'record', 'trailer']);
    rmSync(path);
    const verified = await run(['verify', '--file', 'log.jsonl', '--head', head]);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(`head ${head}`) });
    expect((await run(['verify', '--file', '-'], { input: text })).code).toBe(0);
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['changed', (lines) => lines.map((line) => line.replace('"a4"', '"b4"')), /record 4\. /],
    ['removed', (lines) => lines.toSpliced(4, 1), /Record 4 is missing/],
    ['added', (lines) => lines.toSpliced(4, 0, lines[4] ?? ''), /Record 4 stands twice/],
    [
      'swapped',
      (lines) => [...lines.slice(0, 4), lines[5] ?? '', lines[4] ?? '', ...lines.slice(6)],
      /Record 4 is/,
    ],
    ['cut off', (lines) => lines.slice(0, -1), /the export was cut off/],
    ['cut off before its trailer', (lines) => lines.toSpliced(9, 1), /the export says 9 up to 9/],
    ['torn', (lines) => [...lines.slice(0, 5), lines[5]?.slice(0, 40) ?? ''], /Line 6 is no line/],
    [
      'given another field',
      (lines) => lines.map((line) => line.replace('"seq":4', '"seq":4,"note":"ok"')),
      /Line 5/,
    ],
    ['continued', (lines) => [...lines, lines[4] ?? ''], /Line 12 stands behind the end/],
  ])('is found out when it was %s', async (_, change, told) => {
    await recordMany(9);
    const { text } = await exportTo('log.jsonl');
    writeFileSync(join(folder, 'other.jsonl'), `${change(text.trimEnd().split('\n')).join('\n')}\n`);
    const { code, stdout } = await run(['verify', '--file', 'other.jsonl']);
    expect(stdout).toMatch(told);
    expect(code).toBe(1);
  });

  it('writes CSV that no spreadsheet takes for formulas', async () => {
    await record({
      actor: '=cmd|calc',
      target: 'a,"b"\r\nc',
      node: ' +1',
      correlation: '@SUM(A1)',
      details: { version: 1 },
    });
    const { text } = await exportTo('log.csv', '--format', 'csv');
    const [header, line] = text.split(/\r\n(?=seq|\d|$)/);
    expect(header).toBe(
      'seq,at,actor,role,action,target,environment,vertical,outcome,node,correlation,details,hash',
    );
    expect(line).toMatch(
      /^1,[^,]+,'=cmd\|calc,,act,"a,""b""\r\nc",,,done,' \+1,'@SUM\(A1\),"\{""version"":1\}",[0-9a-f]{64}$/,
    );
  });

  it('overwrites nothing, and leaves nothing that is not whole', async () => {
    await recordMany(5);
    writeFileSync(join(folder, 'mine.jsonl'), 'mine');
    await expect(exportTo('mine.jsonl')).rejects.toThrow(/there is such a file already/);
    expect(readFileSync(join(folder, 'mine.jsonl'), 'utf8')).toBe('mine');
    await expect(exportTo('not/there.jsonl')).rejects.toThrow(UsageError);
    const stopped = run(['export', '--store', store, '--to', 'log.jsonl'], { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow('It was stopped.');
    expect(existsSync(join(folder, 'log.jsonl'))).toBe(false);
  });
});

describe('heady audit query', () => {
  it('finds by its conditions, the latest first, as lines of JSON', async () => {
    await record(
      { actor: 'bob', environment: 'prod' },
      { actor: 'eve' },
      { actor: 'bob', details: { n: 1 } },
    );
    const { code, stdout, stderr } = await run(['query', '--store', store, '--actor', 'bob']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toMatchObject([
      { seq: 3, details: { n: 1 } },
      { seq: 1, environment: 'prod' },
    ]);
    const inProd = await run(['query', '--store', store, '--env', 'prod', '--from', '2020-01-01']);
    expect(inProd.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect((await run(['query', '--store', store, '--until', '2020-01-01T00:00:00+01:00'])).stdout).toBe('');
  });

  it('is a table for who looks at it, in which nothing stands that a terminal would obey', async () => {
    await record({ actor: 'eve\u001b[2J', role: 'viewer', outcome: 'refused', target: 'Service x\nadmin' });
    const { stdout } = await run(['query', '--store', store], { columns: 80 });
    expect(stdout).toMatch(
      /^1 {2}\S+Z {2}eve\uFFFD\[2J \(viewer\) {2}act {2}refused {2}Service x\uFFFDadmin\n$/,
    );
    const nothing = await run(['query', '--store', store, '--actor', 'nobody'], { columns: 80 });
    expect(nothing).toMatchObject({ code: 0, stdout: 'Nothing in the audit log matches.\n' });
  });

  it('pages by itself up to its limit', async () => {
    await recordMany(1_200);
    const { stdout, stderr } = await run(['query', '--store', store, '--limit', '1100']);
    const seqs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual(Array.from({ length: 1_100 }, (_, i) => 1_200 - i));
    expect(stderr).toContain('1100 records; there may be more');
  });
});

describe('heady audit', () => {
  it('finds its store as the control plane does', async () => {
    await recordMany(2);
    writeFileSync(join(folder, 'control-plane.yaml'), `store: ${store}\nhttp: 127.0.0.1:7410\n`);
    const { code, stdout } = await run(['verify', '--config', join(folder, 'control-plane.yaml')]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('2 records') });
    writeFileSync(join(folder, 'store'), `${store}\n`);
    expect((await run(['verify', '--store-file', join(folder, 'store')])).code).toBe(0);
  });

  it('prints what it can do', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('heady audit verify'),
    });
  });

  it('makes no store where there is none, and reads none of another format', async () => {
    await expect(verify()).rejects.toThrow(/There is no database/);
    expect(existsSync(path)).toBe(false);
    tamper('CREATE TABLE other (x)');
    await expect(verify()).rejects.toThrow('No control plane ever used this store.');
    tamper('PRAGMA user_version = 1');
    await expect(verify()).rejects.toThrow('written by an older Heady');
    tamper('PRAGMA user_version = 1000');
    await expect(verify()).rejects.toThrow('written by a newer Heady');
    writeFileSync(path, 'This is no database. '.repeat(500));
    await expect(verify()).rejects.toThrow('It is damaged');
  });

  it.each<[string[], RegExp]>([
    [[], /verify, query or export/],
    [['prune'], /verify, query or export/],
    [['verify', '--head', 'abc', '--store', 'sqlite:x'], /--head abc: it is SEQ:HASH/],
    [['verify', '--file', 'x', '--store', 'sqlite:x'], /--store: --file is given too/],
    [['verify', '--file', 'none.jsonl'], /none\.jsonl: /],
    [['verify', '--store', 'catalog.db'], /--store: it begins with/],
    [['verify', '--limit', '3'], /--limit/],
    [['query', '--store', 'sqlite:x', '--limit', '0'], /--limit 0/],
    [['query', '--store', 'sqlite:x', '--env', 'moon'], /--env moon: environments are dev/],
    [['query', '--store', 'sqlite:x', '--from', 'yesterday'], /--from yesterday: write/],
    [['query', '--store', 'sqlite:x', '--from', '2026-13-01'], /--from 2026-13-01: write/],
    [['export', '--store', 'sqlite:x', '--format', 'xml'], /--format xml: it is jsonl or csv/],
  ])('refuses %j and says what to do', async (args, message) => {
    await expect(run(args)).rejects.toThrow(UsageError);
    await expect(run(args)).rejects.toThrow(message);
  });

  it.each([
    ['nothing', '', /It is empty/],
    ['something else', '{"seq":1}\n', /no exported audit log/],
  ])('does not take %s for an export', async (_, text, message) => {
    writeFileSync(join(folder, 'x.jsonl'), text);
    await expect(run(['verify', '--file', 'x.jsonl'])).rejects.toThrow(message);
  });
});
