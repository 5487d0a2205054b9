// Finds a VS Code, Windsurf or VSCodium with a window on this machine.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const editors = [
  {
    name: 'VS Code',
    command: 'code',
    mac: 'Visual Studio Code.app/Contents/Resources/app/bin/code',
    windows: 'Microsoft VS Code/bin/code.cmd',
    linux: ['/usr/share/code/bin/code', '/snap/bin/code'],
  },
  {
    name: 'Windsurf',
    command: 'windsurf',
    mac: 'Windsurf.app/Contents/Resources/app/bin/windsurf',
    windows: 'Windsurf/bin/windsurf.cmd',
    linux: ['/usr/share/windsurf/bin/windsurf'],
  },
  {
    name: 'VSCodium',
    command: 'codium',
    mac: 'VSCodium.app/Contents/Resources/app/bin/codium',
    windows: 'VSCodium/bin/codium.cmd',
    linux: ['/usr/share/codium/bin/codium', '/snap/bin/codium'],
  },
];

/** Whether windows can be shown: always on macOS and Windows, on Linux under X11 or Wayland. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The first editor installed, as `{name, path}` of its command line tool; undefined when there is none. */
export function findDesktopEditor() {
  for (const editor of editors) {
    const path = [...onPath(editor.command), ...installPlaces(editor)].find((place) => existsSync(place));
    if (path) return { name: editor.name, path };
  }
  return undefined;
}

function onPath(command) {
  const file = process.platform === 'win32' ? `${command}.cmd` : command;
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, file));
}

function installPlaces({ mac, windows, linux }) {
  if (process.platform === 'darwin')
    return ['/Applications', join(homedir(), 'Applications')].map((base) => join(base, mac));
  if (process.platform === 'linux') return linux;
  const { LOCALAPPDATA, PROGRAMFILES } = process.env;
  return [LOCALAPPDATA && join(LOCALAPPDATA, 'Programs'), PROGRAMFILES]
    .filter(Boolean)
    .map((base) => join(base, windows));
}
