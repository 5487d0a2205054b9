import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Template } from '../scaffold/template/template.ts';
import { FolderSource } from './folderSource.ts';

/** Where `templates/` lies as seen from a bundle, a chunk of one, or this source. */
const CANDIDATES = ['../templates', '../../templates', '../../../templates'];

/** The id of the source that comes with Heady: the only one that needs no trust. */
export const BUILT_IN = 'built-in';

/** The templates that come with the product. */
export function builtInTemplates(): FolderSource {
  const folder = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(`${path}/service-base/template.heady.yaml`),
  );
  if (folder === undefined)
    throw new Error('The templates that come with Heady are missing; install it again.');
  return new FolderSource(BUILT_IN, 'Heady', folder);
}

/**
 * The template of a service's manifest alone, with which those of Backstage are completed.
 *
 * @throws {Error} in words where it is missing
 */
export async function serviceManifest(builtIn: FolderSource = builtInTemplates()): Promise<Template> {
  const { templates } = await builtIn.read();
  const found = templates.find(({ name }) => name === 'service-manifest');
  if (!found) throw new Error('The template "service-manifest" is missing; install Heady again.');
  return found;
}
