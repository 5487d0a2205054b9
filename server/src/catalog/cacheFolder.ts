import { posix, win32 } from 'node:path';

/**
 * Where a user's programs keep what they can do without, by the custom of the system; undefined where there is no such
 * place.
 *
 * @param env `HEADY_CACHE_DIR` decides where it is set
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  if (env.HEADY_CACHE_DIR) return env.HEADY_CACHE_DIR;
  if (platform === 'win32') return env.LOCALAPPDATA && win32.join(env.LOCALAPPDATA, 'heady', 'cache');
  const home = env.HOME || undefined;
  if (platform === 'darwin') return home && posix.join(home, 'Library', 'Caches', 'heady');
  // The specification wants relative ones to be ignored.
  const caches = env.XDG_CACHE_HOME?.startsWith('/')
    ? env.XDG_CACHE_HOME
    : home && posix.join(home, '.cache');
  return caches && posix.join(caches, 'heady');
}
