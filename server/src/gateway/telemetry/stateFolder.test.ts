import { expect, test } from 'vitest';
import { callsFolder, signInsPath } from './stateFolder.ts';

test('calls are recorded where the system keeps such things, for each workspace by itself', () => {
  const of = (env: Record<string, string>, platform: NodeJS.Platform, workspace = '/work') =>
    callsFolder(env, platform, workspace)?.replace(/[0-9a-f]{16}$/, 'KEY');
  expect(of({ HOME: '/home/ada' }, 'linux')).toBe('/home/ada/.local/state/heady/gateway/KEY');
  expect(of({ HOME: '/home/ada', XDG_STATE_HOME: '/state' }, 'linux')).toBe('/state/heady/gateway/KEY');
  expect(of({ HOME: '/home/ada', XDG_STATE_HOME: 'state' }, 'linux')).toMatch(/^\/home\/ada\//);
  expect(of({ HOME: '/Users/ada' }, 'darwin')).toBe(
    '/Users/ada/Library/Application Support/heady/gateway/KEY',
  );
  expect(of({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe('C:\\Local\\heady\\state\\gateway\\KEY');
  expect(of({ HEADY_STATE_DIR: '/own', HOME: '/home/ada' }, 'linux')).toBe('/own/gateway/KEY');
  expect(of({}, 'linux')).toBeUndefined();
  expect(callsFolder({ HOME: '/h' }, 'linux', '/a')).not.toBe(callsFolder({ HOME: '/h' }, 'linux', '/b'));
});

test('what a user signed in to is kept once for all workspaces', () => {
  expect(signInsPath({ HOME: '/home/ada' }, 'linux')).toBe(
    '/home/ada/.local/state/heady/gateway/sign-ins.json',
  );
  expect(signInsPath({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(
    'C:\\Local\\heady\\state\\gateway\\sign-ins.json',
  );
  expect(signInsPath({}, 'linux')).toBeUndefined();
});
