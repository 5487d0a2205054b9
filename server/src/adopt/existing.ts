import { isDeepStrictEqual } from 'node:util';
import type { Plain } from '../manifest/tree.ts';
import { ADOPTED_FROM } from './manifest.ts';

/** A manifest that is there already. */
export interface ExistingManifest {
  /** From the root of the workspace, with `/`. */
  path: string;
  kind: string;
  name: string;
  environment: string | undefined;
  /** The whole document, as JSON. */
  value: Plain;
  /** Others are in the same file: it cannot be replaced as a whole. */
  sharesFile: boolean;
}

/** A field on which the source and a manifest that is there disagree. */
export interface Difference {
  field: string;
  /** Undefined: the manifest does not state it. */
  there: Plain | undefined;
  proposed: Plain;
}

/** What is there already, by name and by the source it was adopted from. */
export class Existing {
  readonly #byName = new Map<string, ExistingManifest>();
  readonly #bySource = new Map<string, ExistingManifest[]>();

  constructor(manifests: readonly ExistingManifest[]) {
    for (const manifest of manifests) {
      const key = `${manifest.kind} ${manifest.name}`;
      if (!this.#byName.has(key)) this.#byName.set(key, manifest);
      const source = fieldOf(manifest.value, ['metadata', 'annotations', ADOPTED_FROM]);
      if (typeof source !== 'string') continue;
      const id = `${manifest.kind} ${source}`;
      this.#bySource.set(id, [...(this.#bySource.get(id) ?? []), manifest]);
    }
  }

  /**
   * The manifest that was made from this source, though it may have been named anew since; else the one of this name.
   *
   * @param environment where the source runs; undefined: it is not known
   */
  find(
    kind: string,
    name: string,
    source: string,
    environment: string | undefined,
  ): ExistingManifest | undefined {
    const made = this.#bySource.get(`${kind} ${source}`) ?? [];
    const same = made.find((each) => each.environment === environment);
    return same ?? (environment === undefined ? made[0] : undefined) ?? this.#byName.get(`${kind} ${name}`);
  }
}

/** What the source says that the manifest does not; what the manifest says beyond the source is its own matter. */
export function differencesOf(proposed: Plain, { value }: ExistingManifest): Difference[] {
  const fields: (readonly [string, ...string[]])[] = [
    ['metadata', 'title'],
    ['metadata', 'description'],
    ...keysOf(proposed, ['metadata', 'tags']),
    ...keysOf(proposed, ['metadata', 'labels']),
    ...keysOf(proposed, ['spec']),
  ];
  return fields.flatMap((path): Difference[] => {
    const [ours, theirs] = [fieldOf(proposed, path), fieldOf(value, path)];
    if (ours === undefined || covers(theirs, ours)) return [];
    return [{ field: path.join('.'), there: theirs, proposed: ours }];
  });
}

function keysOf(value: Plain, path: readonly [string, ...string[]]): [string, ...string[]][] {
  const map = fieldOf(value, path);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  return Object.keys(map).map((key) => [...path, key]);
}

/** All of it is there: maps may hold further keys, lists further items. */
function covers(there: Plain | undefined, proposed: Plain): boolean {
  if (Array.isArray(proposed)) {
    return Array.isArray(there) && proposed.every((item) => there.some((each) => covers(each, item)));
  }
  if (typeof proposed === 'object' && proposed !== null) {
    if (typeof there !== 'object' || there === null || Array.isArray(there)) return false;
    return Object.entries(proposed).every(([key, each]) => covers(there[key], each));
  }
  return isDeepStrictEqual(there, proposed);
}

function fieldOf(value: Plain, path: readonly string[]): Plain | undefined {
  let current: Plain | undefined = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) return undefined;
    current = Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return current;
}
