import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program whose agents can use the gateway, by a file that says so. */
export interface OtherProgram {
  readonly label: string;
  readonly detail: string;
  /** Where it reads its servers from. */
  readonly path: string;
  /** Others share the file, so that nothing of this machine may stand in it. */
  readonly isTeams: boolean;
}

/** Those that there are, with their files. @param folder of the workspace */
export function otherPrograms(folder: string, home = homedir()): OtherProgram[] {
  return [
    { label: 'Windsurf', detail: 'Cascade, in all windows', path: windsurfPath(home), isTeams: false },
    {
      label: 'Cursor',
      detail: 'in all projects, for you',
      path: join(home, '.cursor', 'mcp.json'),
      isTeams: false,
    },
    {
      label: 'Cursor, for this folder',
      detail: 'a file to be committed, for all who have "heady" installed',
      path: join(folder, '.cursor', 'mcp.json'),
      isTeams: true,
    },
  ];
}

/** Older versions have a folder of their own; the newest share one with their makers' other plug-ins. */
export function windsurfPath(home = homedir()): string {
  const shared = join(home, '.codeium', 'mcp_config.json');
  const own = join(home, '.codeium', 'windsurf', 'mcp_config.json');
  return !existsSync(own) && existsSync(shared) ? shared : own;
}
