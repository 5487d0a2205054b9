import type { CatalogFacts } from '../rules/facts.ts';
import { isReady } from '../rules/image/notSealed.ts';

/** A version of a golden image, as its manifest or the control plane states it. */
export interface ImageVersion {
  /** Of the image. */
  name: string;
  version: string;
  state: string | undefined;
  /** Machines may be cloned from it. */
  isReady: boolean;
}

/** Every known version of the images (or the image) of a catalog, by name, the newest first. */
export function imageVersions(
  { catalog }: { catalog: Pick<CatalogFacts, 'knownOf'> },
  name?: string,
): ImageVersion[] {
  const versions = new Map<string, ImageVersion>();
  for (const known of catalog.knownOf('GoldenImage')) {
    const version = known.stated(['spec', 'version']);
    const key = `${known.name}@${version}`;
    if (typeof version !== 'string' || (name !== undefined && known.name !== name)) continue;
    // Documents of the workspace come first: what was registered earlier does not count beside them.
    if (versions.has(key)) continue;
    const stated = known.stated(['spec', 'state']);
    const state = typeof stated === 'string' ? stated : undefined;
    versions.set(key, { name: known.name, version, state, isReady: isReady(state) });
  }
  return [...versions.values()].sort(
    (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || byPrecedence(b.version, a.version),
  );
}

/** Semantic versions, the older first: numbers by value, a pre-release before its release, build data aside. */
function byPrecedence(a: string, b: string): number {
  const [[coreA, preA], [coreB, preB]] = [partsOf(a), partsOf(b)];
  const core = byIdentifiers(coreA, coreB);
  if (core !== 0 || preA === preB) return core;
  if (preA === '' || preB === '') return preA === '' ? 1 : -1;
  return byIdentifiers(preA, preB);
}

function partsOf(version: string): [core: string, preRelease: string] {
  const [, core = version, preRelease = ''] = /^([^-+]*)(?:-([^+]*))?/.exec(version) ?? [];
  return [core, preRelease];
}

function byIdentifiers(a: string, b: string): number {
  const [as, bs] = [a.split('.'), b.split('.')];
  for (const [i, each] of as.entries()) {
    const other = bs[i];
    if (other === undefined) return 1;
    const difference = byIdentifier(each, other);
    if (difference !== 0) return difference;
  }
  return as.length - bs.length;
}

function byIdentifier(a: string, b: string): number {
  const areNumbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  if (areNumbers) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
