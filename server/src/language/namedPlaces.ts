import { formatPath, type Path } from '../manifest/tree.ts';
import { type ReferenceField, referenceFieldAt } from '../rules/references.ts';

/** What a place of a manifest names: an owner, or a manifest of a kind (`rules/references.ts`). */
export type NamedThing = Pick<ReferenceField, 'kind' | 'inAnyEnvironment'>;

/** The kind of owners: they have no manifest. */
export const OWNER = 'owner';

/** Places of every kind that are no references, yet name something. */
const TAGS: Readonly<Record<string, NamedThing>> = {
  'metadata.tags.Owner': { kind: OWNER },
  'metadata.tags.Vertical': { kind: 'Vertical' },
};

/** What a policy makes known. */
const LISTED: Readonly<Record<string, NamedThing>> = {
  'spec.owners': { kind: OWNER },
  'spec.verticals': { kind: 'Vertical' },
};

/** What the value at `path` of a manifest of this kind names; undefined where it names nothing. */
export function namedAt(kind: string | undefined, path: Path): NamedThing | undefined {
  const isListed = kind === 'Policy' && typeof path.at(-1) === 'number';
  const [places, field] = isListed ? [LISTED, formatPath(path.slice(0, -1))] : [TAGS, formatPath(path)];
  return Object.hasOwn(places, field) ? places[field] : referenceFieldAt(kind, path);
}
