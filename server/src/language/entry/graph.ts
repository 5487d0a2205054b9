import type { Catalog } from '../../catalog/catalog.ts';
import { itemsNamed } from '../../catalog/merge.ts';
import {
  ENTRY_ID,
  type EntryGraph,
  type GraphLink,
  type GraphNode,
  type GraphSide,
  MAX_DEPTH,
} from '../../protocol/entryDetails.ts';
import { dependenciesOf, dependentsOf, type Thing } from './neighbours.ts';

/** Nodes of a side that are told at most: more than anybody looks at, less than a page cannot show. */
const MAX_NODES = 300;

/**
 * What a thing needs and what needs it, and so on for some steps. Circles end where they come back.
 *
 * @param depth steps, 1 to `MAX_DEPTH`; what lies beyond is brought within
 */
export function graphOf(catalog: Catalog, entry: Thing, depth: number): EntryGraph {
  const steps = Math.min(MAX_DEPTH, Math.max(1, Math.trunc(depth) || 1));
  const down = walk(entry, steps, (thing) => dependenciesOf(catalog, thing));
  const up = walk(entry, steps, (thing) => dependentsOf(catalog, thing));
  const told = (own: Walk, other: Walk, link: (near: string, far: string) => GraphLink): GraphSide => ({
    nodes: [...own.distances].map(([id, distance]) => {
      const thing = own.things.get(id) ?? entry;
      return nodeOf(catalog, id, thing, distance, other.distances.has(id));
    }),
    links: own.links.map(([near, far]) => link(near, far)),
    omitted: own.omitted,
  });
  return {
    depth: steps,
    dependencies: told(down, up, (from, to) => ({ from, to })),
    dependents: told(up, down, (to, from) => ({ from, to })),
  };
}

interface Walk {
  /** By id, the nearest first; without the entry itself. */
  distances: Map<string, number>;
  things: Map<string, Thing>;
  /** From what is nearer to its neighbour. */
  links: [near: string, far: string][];
  omitted: number;
}

function walk(entry: Thing, steps: number, neighboursOf: (thing: Thing) => Thing[]): Walk {
  const entryKey = keyOf(entry);
  const idOf = (thing: Thing) => (keyOf(thing) === entryKey ? ENTRY_ID : keyOf(thing));
  const distances = new Map<string, number>();
  const things = new Map<string, Thing>();
  const links: [string, string][] = [];
  const omitted = new Set<string>();
  let reached: Thing[] = [entry];
  for (let distance = 1; distance <= steps; distance++) {
    const next: Thing[] = [];
    for (const near of reached) {
      for (const far of neighboursOf(near)) {
        const id = idOf(far);
        if (id !== ENTRY_ID && !distances.has(id)) {
          if (distances.size >= MAX_NODES) {
            omitted.add(id);
            continue;
          }
          distances.set(id, distance);
          things.set(id, far);
          next.push(far);
        }
        links.push([idOf(near), id]);
      }
    }
    reached = next;
  }
  return { distances, things, links, omitted: omitted.size };
}

function nodeOf(
  catalog: Catalog,
  id: string,
  { kind, name }: Thing,
  distance: number,
  isInCycle: boolean,
): GraphNode {
  const [item] = itemsNamed(catalog, kind, name);
  const environment = item?.environment;
  return {
    id,
    ref: { kind, name, ...(environment ? { environment } : {}) },
    distance,
    state: item?.state ?? (catalog.seesAll ? 'absent' : 'unsure'),
    ...(isInCycle ? { isInCycle: true as const } : {}),
  };
}

function keyOf({ kind, name }: Thing): string {
  return `${kind}/${name}`;
}
