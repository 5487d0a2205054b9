import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CacheFile } from '../../catalog/cacheFile.ts';
import { isFresh } from '../connection/known.ts';
import { Capabilities } from './capabilities.ts';
import { decoded, encoded } from './recollection.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heady-registry-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const load = () => Capabilities.load(new CacheFile(folder, ['gateway', 'w']));
const TOOLS = { items: [{ name: 'search' }], at: 1_000 };

test('what was listed is known to the next gateway, as recalled', async () => {
  const first = await load();
  first.put('files', 'tools', { ...TOOLS, ttlMs: 60_000 });
  first.putInstructions('files', 'Be kind.');
  expect(first.get('files', 'tools')).toEqual({ ...TOOLS, ttlMs: 60_000 });
  await first.close();
  const next = await load();
  expect(next.get('files', 'tools')).toEqual({ ...TOOLS, isRecalled: true });
  expect(next.get('files', 'prompts')).toBeUndefined();
  expect(next.instructionsOf('files')).toBe('Be kind.');
});

test('gateways that share a file keep what each heard', async () => {
  const [one, two] = [await load(), await load()];
  one.put('files', 'tools', TOOLS);
  two.put('mail', 'tools', TOOLS);
  await one.close();
  await two.close();
  const next = await load();
  expect([next.get('files', 'tools')?.at, next.get('mail', 'tools')?.at]).toEqual([1_000, 1_000]);
});

test.each<[string, (content: Buffer) => Buffer | string]>([
  ['cut off', (content) => content.subarray(0, -5)],
  ['with one bit turned', (content) => Buffer.from(content.map((byte, at) => (at === 90 ? byte ^ 1 : byte)))],
  ['empty', () => ''],
  ['of something else', () => 'garbage\n{}'],
])('a file that is %s is as none', async (_, spoil) => {
  const first = await load();
  first.put('files', 'tools', TOOLS);
  await first.close();
  const [name = ''] = await readdir(folder);
  const path = join(folder, name);
  await writeFile(path, spoil(await readFile(path)));
  expect((await load()).get('files', 'tools')).toBeUndefined();
});

test('a server that offers without end is not remembered, the others are', () => {
  const huge = { items: [{ name: 'x', description: 'x'.repeat(17 * 1024 * 1024) }], at: 1 };
  const bytes = Buffer.concat(
    encoded(
      new Map([
        ['huge', { lists: { tools: huge } }],
        ['files', { lists: { tools: TOOLS } }],
      ]),
    ),
  );
  expect([...decoded(bytes).keys()]).toEqual(['files']);
});

test('a list is fresh as long as its server said, an hour at most', () => {
  expect(isFresh({ ...TOOLS, ttlMs: 500 }, 1_499)).toBe(true);
  expect(isFresh({ ...TOOLS, ttlMs: 500 }, 1_500)).toBe(false);
  expect(isFresh({ ...TOOLS, ttlMs: 1e12 }, 3_602_000)).toBe(false);
  expect(isFresh(TOOLS, 1_000)).toBe(false);
  expect(isFresh({ ...TOOLS, ttlMs: 500 }, 999)).toBe(false);
  expect(isFresh({ ...TOOLS, ttlMs: 500, isRecalled: true }, 1_001)).toBe(false);
});
