import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CacheFile } from './cacheFile.ts';

const DAY = 24 * 3_600_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function age(name: string, ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(join(folder, name), then, then);
}

test('holds what was written last, for its own workspace', async () => {
  const cache = new CacheFile(join(folder, 'not/there/yet'), ['/a']);
  expect(await cache.read()).toBeUndefined();
  await cache.write([Buffer.from('one'), Buffer.from('two')]);
  await cache.write([Buffer.from('three')]);
  expect(String(await cache.read())).toBe('three');
  expect(String(cache.readNow())).toBe('three');
  expect(new CacheFile(join(folder, 'not/there/yet'), ['/b']).readNow()).toBeUndefined();
  expect(readdirSync(join(folder, 'not/there/yet'))).toHaveLength(1);
});

test('deletes caches that nobody uses and what was left half-written, and nothing else', async () => {
  const [unused, half, fresh] = ['a', 'b', 'c'].map((digit) => `${digit.repeat(40)}.cache`) as [
    string,
    string,
    string,
  ];
  const others = [`${half}.0b5f`, 'notes.txt'];
  for (const name of [unused, fresh, ...others]) writeFileSync(join(folder, name), 'x');
  age(unused, 31 * DAY);
  for (const name of others) age(name, 2 * 3_600_000);
  await new CacheFile(folder, ['/a']).write([Buffer.from('x')]);
  expect([unused, ...others].map((name) => existsSync(join(folder, name)))).toEqual([false, false, true]);
  expect(existsSync(join(folder, fresh))).toBe(true);
});

test('is as young as its last use', async () => {
  const cache = new CacheFile(folder, ['/a']);
  await cache.touch();
  await cache.write([Buffer.from('x')]);
  const [name = ''] = readdirSync(folder);
  age(name, 20 * DAY);
  await cache.touch();
  expect(Date.now() - statSync(join(folder, name)).mtimeMs).toBeLessThan(DAY);
});
