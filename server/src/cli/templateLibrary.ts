import { statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { cacheFolder } from '../catalog/cacheFolder.ts';
import { remoteResources } from '../catalog/controlPlane/http.ts';
import { templateSources } from '../templates/sources.ts';
import { TemplateLibrary } from '../templates/templateLibrary.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';
import { rootAbove } from './workspace.ts';

/**
 * The templates that a command can use: whoever runs it in a folder trusts what lies there.
 *
 * @param controlPlane serves the organisation's templates
 */
export function libraryOf(
  root: string,
  places: readonly string[],
  { env, cwd }: Terminal,
  controlPlane?: URL,
): TemplateLibrary {
  const cache = join(cacheFolder(env, process.platform) ?? join(tmpdir(), 'heady'), 'templates');
  const isPath = (place: string) => /^\.\.?([/\\]|$)/.test(place);
  const sources = templateSources({
    roots: [root],
    sources: places.map((place) => (isPath(place) ? resolve(cwd(), place) : place)),
    cache,
    ...(controlPlane && { controlPlane: remoteResources(controlPlane, env.HEADY_TOKEN) }),
  });
  return new TemplateLibrary(() => sources, true);
}

/**
 * The workspace folder that a command writes to: the one that is named, else the nearest above that is marked as one.
 * The home folder is none, though programs keep things in it.
 *
 * @throws {UsageError} where it is no folder
 */
export function workspaceFolder(named: string | undefined, cwd: string): string {
  if (named === undefined) return rootAbove(cwd, [homedir()]) ?? cwd;
  const folder = resolve(cwd, named);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--workspace ${named}: there is no such folder.`);
  return folder;
}

/** The name under which the index of a workspace knows a file of it. */
export function uriIn(root: string): (path: string) => string {
  const posix = root.split(sep).join('/');
  return (path) => `${posix === '/' ? '' : posix}/${path}`;
}
