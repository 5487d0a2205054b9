import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callOf, upstreamOf } from '../policy/testCall.ts';
import { CALL_LOG, CallLog } from './callLog.ts';
import { recordOf } from './callRecord.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heady-calls-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const AT = new Date('2026-11-21T10:00:00Z');
const record = (correlation: string) =>
  recordOf({ call: callOf({ correlation }), outcome: 'done', milliseconds: 1.23456 }, AT);
const fail = (error: Error) => expect.fail(error.message);
const lines = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('every call is a line, in order, in a file that only its user reads', async () => {
  const inner = join(folder, 'made', 'when needed');
  const log = new CallLog(inner, fail);
  for (let i = 0; i < 100; i++) log.append(record(`${i}`));
  await log.flush();
  log.append(record('last'));
  await log.flush();
  const written = await lines(join(inner, CALL_LOG));
  expect(written.map(({ correlation }) => correlation)).toEqual([...Array(100).keys(), 'last'].map(String));
  if (process.platform !== 'win32') expect((await stat(join(inner, CALL_LOG))).mode & 0o777).toBe(0o600);
});

test('several gateways share a file, and lose no line of each other', async () => {
  const logs = [new CallLog(folder, fail), new CallLog(folder, fail)];
  for (let i = 0; i < 50; i++) {
    for (const [which, log] of logs.entries()) log.append(record(`${which} ${i}`));
    if (i % 10 === 0) await logs[0]?.flush();
  }
  await Promise.all(logs.map((log) => log.flush()));
  expect(new Set((await lines(join(folder, CALL_LOG))).map(({ correlation }) => correlation)).size).toBe(100);
});

test('a file that is full is put aside, and old ones are removed', async () => {
  const old = Array.from({ length: 22 }, (_, i) => `calls-202611${10 + (i % 10)}T1000${10 + i}000Z-1.jsonl`);
  for (const name of [...old, 'notes.txt']) await writeFile(join(folder, name), '{}\n');
  const ancient = join(folder, 'calls-20261130T100000000Z-1.jsonl');
  await writeFile(ancient, '{}\n');
  await utimes(ancient, 0, 0);
  await writeFile(join(folder, CALL_LOG), '');
  await truncate(join(folder, CALL_LOG), 16 * 1024 * 1024);
  const log = new CallLog(folder, fail);
  log.append(record('first of the new file'));
  await log.flush();
  expect(await lines(join(folder, CALL_LOG))).toHaveLength(1);
  const kept = await readdir(folder);
  expect(kept.filter((name) => name.startsWith('calls-'))).toHaveLength(19);
  expect(kept).toContain('notes.txt');
  expect(kept).not.toContain('calls-20261130T100000000Z-1.jsonl');
});

test('where nothing can be written it is said once, and what waited is written once it can be again', async () => {
  const blocked = join(folder, 'blocked');
  await writeFile(blocked, 'a file where the folder should be');
  const errors: Error[] = [];
  const log = new CallLog(blocked, (error) => errors.push(error));
  for (let i = 0; i < 3; i++) {
    log.append(record('late'));
    await log.flush();
  }
  expect(errors).toHaveLength(1);
  await rm(blocked);
  const written = async () => (await lines(join(blocked, CALL_LOG))).map(({ correlation }) => correlation);
  await expect.poll(written, { timeout: 120_000 }).toEqual(['late', 'late', 'late']);
  log.append(record('as ever'));
  await log.flush();
  expect(await written()).toEqual(['late', 'late', 'late', 'as ever']);
  await log.close();
});

test('more than fits is counted, and said where it is missing', async () => {
  const log = new CallLog(folder, fail);
  for (let i = 0; i < 10_005; i++) log.append(record(`${i}`));
  await log.flush();
  const written = await lines(join(folder, CALL_LOG));
  expect(written).toHaveLength(10_001);
  expect(written.at(-1)).toMatchObject({ dropped: 5 });
});

test('a record says who called what and how it ended, and of arguments only their shape', () => {
  const secret = 'hunter2 is the password';
  const call = callOf({
    params: {
      name: 'tool',
      arguments: { path: secret, tags: [secret, secret], [secret]: 1, none: null },
      _meta: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    },
    definition: { name: 'tool', inputSchema: { properties: { path: {}, tags: {}, none: {} } } },
    principal: { subject: 'ada\u202e', roles: ['agent'], workspace: 'fitflow' },
  });
  const kept = recordOf({ call, outcome: 'refused', rule: 'gateway/role', milliseconds: 0.01234 }, AT);
  expect(kept).toEqual({
    at: '2026-11-21T10:00:00.000Z',
    actor: 'ada\u{FFFD}',
    roles: ['agent'],
    workspace: 'fitflow',
    environment: 'dev',
    server: 'server',
    method: 'tools/call',
    item: 'tool',
    outcome: 'refused',
    rule: 'gateway/role',
    milliseconds: 0.012,
    arguments: {
      shape: { path: 'string', tags: 'array of 2', none: 'null' },
      others: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    correlation: '1',
    trace: '0af7651916cd43dd8448eb211c80319c',
  });
  expect(JSON.stringify(kept)).not.toContain('hunter2');
});

test('the same arguments have the same hash, in whatever order', () => {
  const hashOf = (args: unknown) =>
    recordOf({ call: callOf({ params: { arguments: args } }), outcome: 'done', milliseconds: 1 }, AT)
      .arguments.hash;
  expect(hashOf({ a: 1, b: { c: 2, d: [3] } })).toBe(hashOf({ b: { d: [3], c: 2 }, a: 1 }));
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  expect(hashOf(undefined)).toBe(hashOf({}));
});

test('a call is recorded however deeply its arguments are nested', () => {
  const nested = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  const call = callOf({ params: { arguments: nested } });
  const kept = recordOf({ call, outcome: 'done', milliseconds: 1 }, AT);
  expect(kept).toMatchObject({ outcome: 'done', arguments: { shape: {}, others: 1 } });
});

test('of the URI of a resource is kept what leads to it, not what may be secret', () => {
  const itemOf = (item: string, definition?: object) =>
    recordOf(
      {
        call: callOf({
          method: 'resources/read',
          item,
          upstream: upstreamOf(),
          ...(definition ? { definition: {} } : {}),
        }),
        outcome: 'done',
        milliseconds: 1,
      },
      AT,
    ).item;
  expect(itemOf('https://ada:pw@host/path?token=1#part')).toBe('https://host/path');
  expect(itemOf('file:///home/ada/notes@home.md')).toBe('file:///home/ada/notes@home.md');
});
