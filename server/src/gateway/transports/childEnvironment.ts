import { filledIn } from './placeholders.ts';

/** What programs need to find their files, and nothing that could be a secret. */
const COMMON: Readonly<Record<'win32' | 'posix', readonly string[]>> = {
  win32: [
    'APPDATA',
    'COMSPEC',
    'HOMEDRIVE',
    'HOMEPATH',
    'LOCALAPPDATA',
    'PATH',
    'PATHEXT',
    'PROCESSOR_ARCHITECTURE',
    'PROGRAMDATA',
    'PROGRAMFILES',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'TEMP',
    'TMP',
    'USERNAME',
    'USERPROFILE',
    'WINDIR',
  ],
  posix: ['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'USER'],
};

/**
 * The whole environment of a server's process: its own variables, with `${NAME}` filled in from the gateway's, and the
 * few that every program needs.
 *
 * @throws where a variable that is referred to is not set
 */
export function childEnvironment(
  own: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  const common = COMMON[platform === 'win32' ? 'win32' : 'posix'].flatMap((name) => {
    const value = ours[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const filled = Object.entries(own).map(
    ([name, value]) => [name, filledIn(value, `variable ${name}`, ours)] as const,
  );
  return Object.fromEntries([...common, ...filled]);
}
