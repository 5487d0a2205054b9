import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { builtInTemplates, serviceManifest } from './builtIn.ts';
import { ControlPlaneSource, type ResourceReader } from './controlPlaneSource.ts';
import { FolderSource } from './folderSource.ts';
import { GitSource } from './git/gitSource.ts';
import { repositoryPlace, withoutCredentials } from './git/repository.ts';
import type { TemplateSource } from './templateSource.ts';

/** Folder of a workspace in which its own templates lie. */
export const WORKSPACE_TEMPLATES = 'heady-templates';

export interface SourceSettings {
  /** Workspace folders, or the folder that a command line works in. */
  roots: readonly string[];
  /** Folders (absolute, from `~`, or from the first root) and addresses of git repositories with `#ref:folder`. */
  sources: readonly string[];
  /** Reads what the control plane of the environment serves; absent: there is none. */
  controlPlane?: ResourceReader | undefined;
  /** Folder for copies of repositories. */
  cache: string;
}

/**
 * Where templates come from: what comes with Heady, what the control plane serves, `heady-templates/` of each root, then what the settings name.
 * Nothing is read yet.
 */
export function templateSources({ roots, sources, controlPlane, cache }: SourceSettings): TemplateSource[] {
  const builtIn = builtInTemplates();
  const manifestOnly = () => serviceManifest(builtIn);
  const folder = (path: string, title: string) =>
    new FolderSource(`folder:${path}`, title, path, manifestOnly);
  const own = roots
    .map((root) => join(root, WORKSPACE_TEMPLATES))
    .filter((path) => existsSync(path))
    .map((path) => folder(path, `${WORKSPACE_TEMPLATES} of ${basename(resolve(path, '..'))}`));
  const named = sources.map((source) => {
    try {
      const place = repositoryPlace(source);
      if (place) return new GitSource(place, cache, manifestOnly);
      return folder(absolute(source, roots[0] ?? '.'), source);
    } catch (cause) {
      return unusable(source, cause);
    }
  });
  const organisation = controlPlane ? [new ControlPlaneSource(controlPlane, manifestOnly)] : [];
  return [builtIn, ...organisation, ...own, ...named];
}

function absolute(path: string, root: string): string {
  if (path.startsWith('~/')) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(root, path);
}

/** Stands for a setting that names no source, so that people read why. */
function unusable(source: string, cause: unknown): TemplateSource {
  const shown = withoutCredentials(source);
  return { id: `unusable:${shown}`, title: shown, read: () => Promise.reject(cause) };
}
