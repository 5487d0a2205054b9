import { CacheFile } from '../../catalog/cacheFile.ts';
import { cacheFolder } from '../../catalog/cacheFolder.ts';
import { type Known, KnownInMemory } from '../connection/known.ts';
import { Capabilities } from './capabilities.ts';

/** What the servers of a workspace offer, kept where the user's caches are. @param folder the workspace's */
export async function workspaceCapabilities(folder: string): Promise<Known> {
  const cache = workspaceCache(folder);
  return cache ? await Capabilities.load(cache) : new KnownInMemory();
}

/** @param what it holds; absent: what servers offer. @returns undefined where the user has no place for caches */
export function workspaceCache(folder: string, what?: string): CacheFile | undefined {
  const caches = cacheFolder(process.env, process.platform);
  return caches
    ? new CacheFile(caches, ['gateway', folder, ...(what === undefined ? [] : [what])])
    : undefined;
}
