import type { Environment } from '../manifest/document.ts';
import { environmentAmong } from './environmentWord.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

/** A service of a compose project, with what it extends and what overrides it. */
export interface ComposeService {
  name: string;
  /** Folder of the project. */
  scope: string;
  /** Where it is known by: its definition in the file that it is adopted from. */
  own: Located;
  /** All that is said of it, the strongest first. */
  layers: Located[];
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

/** The services of compose files, as Compose would put them together; those of one for prod once more for prod. */
export function servicesOf(roots: readonly Located[], notes: Notes): ComposeService[] {
  const files = roots.map(fileOf);
  const extended = new Set<string>();
  const services = files
    .filter(({ isOverride }) => !isOverride)
    .flatMap((file) => servicesIn(file, files, extended, notes));
  for (const file of files.filter(({ isOverride }) => isOverride)) {
    if (!files.some((base) => isOverrideOf(file, base))) {
      notes.add('refused', file.root, 'It overrides a compose file that was not given; give that one too.');
    }
  }
  // What others extend, in a file that Compose does not start by its name, is there for them alone.
  return services.filter(({ own }) => !extended.has(placeOf(own)) || isNamedCompose(own.at.file));
}

function servicesIn(
  file: ComposeFile,
  files: readonly ComposeFile[],
  extended: Set<string>,
  notes: Notes,
): ComposeService[] {
  const include = file.root.get('include');
  if (include) notes.add('refused', include, 'Included files are not followed; give them too.');
  const base = file.environment ? baseOf(file, files) : undefined;
  const stronger = file.environment ? [] : files.filter((other) => isOverrideOf(other, file));
  const together = [...stronger, file, ...(base ? [base] : [])].flatMap(
    ({ root }) => root.get('services') ?? [],
  );
  const names = new Set(together.flatMap((services) => services.keys()));
  return [...names].flatMap((name): ComposeService[] => {
    const definitions = together.flatMap((services) => services.get(name) ?? []);
    const wrong = definitions.find(({ isMap }) => !isMap);
    if (wrong) {
      notes.add('refused', wrong, 'A service is a map.');
      return [];
    }
    const own = file.root.get('services', name) ?? definitions.at(-1);
    if (!own) return [];
    const layers = definitions.flatMap((layer) => withExtended(layer, files, extended, notes));
    const { folder: scope, environment } = file;
    return [{ name, scope, own, layers, ...(environment ? { environment } : {}) }];
  });
}

function placeOf({ at }: Located): string {
  return `${at.file}:${at.line}`;
}

function isNamedCompose(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/i.test(path);
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
function withExtended(
  layer: Located,
  files: readonly ComposeFile[],
  extended: Set<string>,
  notes: Notes,
): Located[] {
  const layers = [layer];
  let current: Located | undefined = layer;
  while (current && layers.length <= MAX_EXTENDS) {
    const extension: Located | undefined = current.get('extends');
    if (!extension) break;
    const name: string = extension.text ?? extension.get('service')?.text ?? '';
    const file: string | undefined = extension.get('file')?.text;
    const path = resolved(current.at.file, file);
    const root = files.find((each) => each.path === path)?.root;
    const base: Located | undefined = root?.get('services', name);
    if (!base) {
      const where = file ? `"${name}" of "${file}"` : `"${name}"`;
      notes.add('refused', extension, `It extends ${where}, which was not given; give that file too.`);
    } else if (!layers.some((each) => placeOf(each) === placeOf(base))) {
      layers.push(base);
      if (base.at.file !== layer.at.file) extended.add(placeOf(base));
    } else break;
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
