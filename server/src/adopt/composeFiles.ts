import type { Environment } from '../manifest/document.ts';
import { environmentAmong } from './environmentWord.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

/** A service of a compose project, with what it extends and what overrides it. */
export interface ComposeService {
  name: string;
  /** Folder of the project. */
  scope: string;
  /** The strongest first; never empty. */
  layers: [Located, ...Located[]];
  /** Told by the name of the file: `docker-compose.prod.yml`. */
  environment?: Environment;
}

interface ComposeFile {
  path: string;
  folder: string;
  root: Located;
  environment: Environment | undefined;
  isOverride: boolean;
}

/** How often a service may extend one that extends another. */
const MAX_EXTENDS = 20;

/** The services of compose files, as Compose would put them together. */
export function servicesOf(roots: readonly Located[], notes: Notes): ComposeService[] {
  const files = roots.map(fileOf);
  const services: ComposeService[] = [];
  for (const file of files.filter(({ isOverride }) => !isOverride)) {
    reportIncludes(file, notes);
    const below = file.environment ? baseOf(file, files) : undefined;
    const overrides = file.environment ? [] : files.filter((other) => isOverrideOf(other, file));
    for (const [name, own] of file.root.get('services')?.entries() ?? []) {
      if (!own.isMap) {
        notes.add('refused', own, 'A service is a map.');
        continue;
      }
      const stronger = overrides.flatMap(({ root }) => root.get('services', name) ?? []);
      const weaker = below?.root.get('services', name);
      const layers = [...stronger, own, ...(weaker ? [weaker] : [])].flatMap((layer) =>
        withExtended(layer, files, notes),
      );
      const [first = own, ...rest] = layers;
      services.push({
        name,
        scope: file.folder,
        layers: [first, ...rest],
        ...(file.environment ? { environment: file.environment } : {}),
      });
    }
  }
  for (const file of files.filter(({ isOverride }) => isOverride)) {
    if (!files.some((base) => isOverrideOf(file, base))) {
      notes.add('refused', file.root, 'It overrides a compose file that was not given; give that one too.');
    }
  }
  return services;
}

function fileOf(root: Located): ComposeFile {
  const path = root.at.file;
  const name = path.replace(/^.*\//, '');
  const words = name.replace(/\.ya?ml$/i, '').replace(/^(?:docker-)?compose[.-]?/i, '');
  return {
    path,
    folder: path.slice(0, path.length - name.length),
    root,
    environment: environmentAmong(words),
    isOverride: /(?:^|[.-])override$/i.test(words),
  };
}

/** Compose reads `compose.override.yaml` after `compose.yaml` of its own accord. */
function isOverrideOf(other: ComposeFile, file: ComposeFile): boolean {
  return other.isOverride && other.folder === file.folder && other !== file && file.environment === undefined;
}

/** The file that `docker-compose.prod.yml` is laid over. */
function baseOf({ folder }: ComposeFile, files: readonly ComposeFile[]): ComposeFile | undefined {
  return files.find(
    (file) => file.folder === folder && /^(?:docker-)?compose\.ya?ml$/i.test(file.path.slice(folder.length)),
  );
}

/** A definition, and after it those that it extends. */
function withExtended(layer: Located, files: readonly ComposeFile[], notes: Notes): Located[] {
  const layers = [layer];
  let current: Located | undefined = layer;
  while (current && layers.length <= MAX_EXTENDS) {
    const extended: Located | undefined = current.get('extends');
    if (!extended) break;
    const name: string = extended.text ?? extended.get('service')?.text ?? '';
    const file: string | undefined = extended.get('file')?.text;
    const path = resolved(current.at.file, file);
    const root = files.find((each) => each.path === path)?.root;
    const base: Located | undefined = root?.get('services', name);
    if (!base) {
      const where = file ? `"${name}" of "${file}"` : `"${name}"`;
      notes.add('refused', extended, `It extends ${where}, which was not given; give that file too.`);
    } else if (!layers.some(({ at }) => at.file === base.at.file && at.line === base.at.line))
      layers.push(base);
    else break;
    current = base;
  }
  return layers;
}

/** A path as a file names it, from the root of the workspace; one that leads out of it is no file that was given. */
export function resolved(from: string, path: string | undefined): string {
  if (path === undefined) return from;
  const segments = from.split('/').slice(0, -1);
  for (const segment of path.split(/[\\/]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

function reportIncludes({ root }: ComposeFile, notes: Notes): void {
  const include = root.get('include');
  if (include) notes.add('refused', include, 'Included files are not followed; give them too.');
}
