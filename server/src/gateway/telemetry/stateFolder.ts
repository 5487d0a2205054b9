import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';

/**
 * Where the records of a gateway's calls are kept, by the custom of the system; undefined where there is no such place.
 *
 * @param env `HEADY_STATE_DIR` decides where it is set
 * @param workspace absolute path of the folder whose servers it serves: each has its own
 */
export function callsFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  workspace: string,
): string | undefined {
  const state = stateFolder(env, platform);
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 16);
  return state && (platform === 'win32' ? win32 : posix).join(state, 'gateway', key);
}

/** Where what a user signed in to is kept, of all workspaces; undefined where there is no such place. */
export function signInsPath(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  const state = stateFolder(env, platform);
  return state && (platform === 'win32' ? win32 : posix).join(state, 'gateway', 'sign-ins.json');
}

/** What programs keep that is neither settings nor cache. */
function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  if (env.HEADY_STATE_DIR) return env.HEADY_STATE_DIR;
  if (platform === 'win32') return env.LOCALAPPDATA && win32.join(env.LOCALAPPDATA, 'heady', 'state');
  const home = env.HOME || undefined;
  if (platform === 'darwin') return home && posix.join(home, 'Library', 'Application Support', 'heady');
  // The specification wants relative ones to be ignored.
  const state = env.XDG_STATE_HOME?.startsWith('/')
    ? env.XDG_STATE_HOME
    : home && posix.join(home, '.local/state');
  return state && posix.join(state, 'heady');
}
