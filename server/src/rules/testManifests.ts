import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseManifest } from '../manifest/parse.ts';
import type { Plain } from '../manifest/tree.ts';
import { hands, type Tree, write } from './testHand.ts';
import type { World } from './testing.ts';

/** Lets the rules know little, so that what is not in the text is nobody's fault. */
export const WORLD: World = {
  verticals: ['data', 'dev', 'health', 'social-impact'],
  owners: ['team-a', 'team-platform'],
  likelyOwner: 'team-a',
  isOffline: true,
};

/** Longer documents say nothing that shorter ones do not, and take their time. */
const MAX_LENGTH = 1_500;

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'samples', 'heady-systems');

/** The documents of samples/heady-systems, by their kind. */
const byKind = Map.groupBy(
  globSync('**/*.heady.yaml', { cwd: SAMPLES })
    .sort()
    .flatMap((file) => parseManifest(readFileSync(join(SAMPLES, file), 'utf8')).documents)
    .filter(({ document }) => document.text.length <= MAX_LENGTH)
    .map(({ document }) => document.value as Tree),
  ({ kind }) => kind,
);

/** Kinds that manifests are made of. */
export const KINDS_TRIED = [...byKind.keys()];

/** A sound manifest of any kind. */
const manifests: fc.Arbitrary<Tree> = fc.oneof(
  ...[...byKind.values()].map((trees) => fc.constantFrom(...trees)),
);

/** A slip: it may make a sound manifest wrong. */
type Slip = (manifest: Tree) => Tree;

const strangeValues = fc.constantFrom<Plain>(
  ...[null, '', 0, -1, 99999, true, 'yes', '3', [], ['one'], {}],
  ...['Prod', 'prd', 'docekr', 'Restricted', 'heady.systems/v2', 'Servcie', 'nonsense: # text'],
  ...['Prod_Health_Billing', 'prod-billing', 'health', 'stage-data-x', 'dev-data-1', 'latest', '10.0.0'],
);

const strangeKeys = fc.constantFrom(
  ...['replica', 'tag', 'Names', 'oddity', 'prot', 'DB_PASSWORD', 'secrets', 'token'],
);

/** Changes a place somewhere in the manifest, counted by `at`: its value, its being there, or what is in it. */
const slips: fc.Arbitrary<Slip> = fc.oneof(
  fc.tuple(fc.nat(), strangeValues).map(
    ([at, value]): Slip =>
      (tree) =>
        change(tree, at, () => value),
  ),
  fc.nat().map(
    (at): Slip =>
      (tree) =>
        change(tree, at, () => undefined),
  ),
  fc.tuple(fc.nat(), strangeKeys, fc.oneof(strangeValues, fc.constant('correct-horse-7'))).map(
    ([at, key, value]): Slip =>
      (tree) =>
        change(tree, at, (old) => (isMap(old) ? { ...old, [key]: value } : old)),
  ),
  fc.nat().map(
    (at): Slip =>
      (tree) =>
        change(tree, at, (old) => (Array.isArray(old) ? [...old].reverse() : old)),
  ),
);

/** The text of a manifest of any kind, written by any hand, with up to three slips. */
export const faulty: fc.Arbitrary<string> = fc
  .tuple(manifests, fc.array(slips, { maxLength: 3 }), hands)
  .map(([manifest, faults, hand]) => {
    const wrong = faults.reduce((tree, slip) => slip(tree), manifest);
    return write(wrong, hand);
  });

/** A copy with the value at one of its places changed; undefined removes it. */
function change(tree: Tree, at: number, to: (old: Plain) => Plain | undefined): Tree {
  const copy = structuredClone(tree);
  const places = [...placesIn(copy)];
  const place = places[at % places.length];
  if (!place) return copy;
  const { parent, key } = place;
  const value = to(parent[key] ?? null);
  if (value !== undefined) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return copy;
}

function* placesIn(parent: Tree): Generator<{ parent: Tree; key: string }> {
  for (const [key, value] of Object.entries(parent)) {
    yield { parent, key };
    if (typeof value === 'object' && value !== null) yield* placesIn(value as Tree);
  }
}

function isMap(value: Plain): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
