import { CacheFile } from '../../catalog/cacheFile.ts';
import { cacheFolder } from '../../catalog/cacheFolder.ts';
import { type Known, KnownInMemory } from '../connection/known.ts';
import { Capabilities } from './capabilities.ts';

/** What the servers of a workspace offer, kept where the user's caches are. @param folder the workspace's */
export async function workspaceCapabilities(folder: string): Promise<Known> {
  const caches = cacheFolder(process.env, process.platform);
  return caches ? await Capabilities.load(new CacheFile(caches, ['gateway', folder])) : new KnownInMemory();
}
