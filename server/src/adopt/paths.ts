import { kebabCase } from '../rules/naming/kebabCase.ts';
import type { Named } from './names.ts';

const FOLDERS: Readonly<Record<string, string>> = {
  Api: 'apis',
  Vertical: 'verticals',
  VirtualMachine: 'machines',
  Agent: 'agents',
  McpServer: 'mcp',
  Workspace: 'workspaces',
};

/** Names of devices, which Windows takes for no files, whatever their extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$/;

/**
 * Where a manifest goes, from the root of the workspace, with `/`. Made of lower-case letters, digits and inner
 * hyphens alone: it leads out of nowhere, and no two differ by letter case.
 */
export function pathOf({ whole, settled, base, name }: Named, folder: string): string {
  const segments =
    whole.kind === 'Service'
      ? ['services', settled.vertical?.value, base, settled.environment?.value]
      : [FOLDERS[whole.kind], name];
  const safe = segments.flatMap((segment) => (segment === undefined ? [] : [safeSegment(segment)]));
  return `${folder === '' ? '' : `${folder}/`}${safe.join('/')}.heady.yaml`;
}

export function safeSegment(text: string): string {
  const words = kebabCase(text).slice(0, 100).replace(/-$/, '') || 'unnamed';
  return DEVICES.test(words) ? `${words}-heady` : words;
}

/** The way from a file's folder to another file, both from the root of the workspace. */
export function wayTo(from: string, target: string): string {
  const [start, end] = [from.split('/').slice(0, -1), target.split('/')];
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared++;
  const up = start.slice(shared).map(() => '..');
  return [...(up.length ? up : ['.']), ...end.slice(shared)].join('/');
}
