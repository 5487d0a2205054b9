import { expect, test } from 'vitest';
import { cacheFolder } from './cacheFolder.ts';

test.each<[NodeJS.Platform, Record<string, string>, string | undefined]>([
  ['linux', { HOME: '/home/a' }, '/home/a/.cache/heady'],
  ['linux', { HOME: '/home/a', XDG_CACHE_HOME: '/var/c' }, '/var/c/heady'],
  ['linux', { HOME: '/home/a', XDG_CACHE_HOME: 'relative' }, '/home/a/.cache/heady'],
  ['linux', {}, undefined],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Caches/heady'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a\\AppData\\Local\\heady\\cache'],
  ['win32', { HOME: '/c/a' }, undefined],
  ['linux', { HOME: '/home/a', HEADY_CACHE_DIR: '/tmp/c' }, '/tmp/c'],
])('on %s with %o caches lie in %s', (platform, env, folder) => {
  expect(cacheFolder(env, platform)).toBe(folder);
});
