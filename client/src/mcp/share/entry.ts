import type { EnvironmentName } from '../../../../server/src/protocol.ts';

/** How a program is told to start a server, in the form that most of them share. */
export interface ServerEntry {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

/** What the gateway is started for. */
export interface SharedGateway {
  /** Absolute path of the workspace's folder. */
  folder: string;
  environment: EnvironmentName;
}

/** The program as this editor brings it, run by the editor's own Node. */
export interface BroughtProgram {
  /** Absolute paths. */
  node: string;
  program: string;
}

/** For programs on this machine. @param own which `heady` is started */
export function localEntry({ folder, environment }: SharedGateway, own: BroughtProgram): ServerEntry {
  return {
    command: own.node,
    args: [own.program, 'gateway', '--stdio', '--folder', folder, '--env', environment],
    // An editor's own executable is Electron, which is Node when told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** For a file that a team shares: by the command that each of them has installed, from the folder the file lies in. */
export function teamEntry({ environment }: Pick<SharedGateway, 'environment'>): ServerEntry {
  return { command: 'heady', args: ['gateway', '--stdio', '--env', environment] };
}

/** What the entry is called: of a file for all projects several folders can have one. */
export function entryName(folder: string): string {
  const name = folder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === '' || plain === 'heady') return 'heady';
  return plain.startsWith('heady-') ? plain : `heady-${plain}`;
}
