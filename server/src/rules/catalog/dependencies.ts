import type { CatalogFacts, Known, WorkOut } from '../facts.ts';

/** Kinds whose `dependsOn` must not lead in circles (decision 10). */
export type DependingKind = 'Service' | 'Workspace';

/** Who depends on whom, of one kind, by full name. */
export interface Dependencies {
  of(name: string): readonly string[];
  /** Number of the cyclic component that a name is in; undefined: in none. Two names of one component reach each other. */
  componentOf(name: string): number | undefined;
  /** How many names a component has. */
  sizeOf(component: number): number;
}

const services: WorkOut<Dependencies> = (facts) => dependenciesAmong(facts.knownOf('Service'));
const workspaces: WorkOut<Dependencies> = (facts) => dependenciesAmong(facts.knownOf('Workspace'));

/** The dependencies of a kind in the whole catalog; undefined for kinds that have none. */
export function dependenciesOf(facts: CatalogFacts, kind: string | undefined): Dependencies | undefined {
  if (kind === 'Service') return facts.derived(services);
  return kind === 'Workspace' ? facts.derived(workspaces) : undefined;
}

/** Whether a dependency of one on the other would close a circle. */
export function closesCycle(facts: CatalogFacts, kind: string, from: string, to: string): boolean {
  const dependencies = dependenciesOf(facts, kind);
  return dependencies !== undefined && (from === to || pathBetween(dependencies, to, from) !== undefined);
}

/**
 * The shortest way along dependencies, both ends included; undefined where there is none.
 *
 * @param within only through names of this component
 */
export function pathBetween(
  dependencies: Dependencies,
  from: string,
  to: string,
  within?: number,
): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (const name of queue) {
    if (name === to) return wayTo(to, cameFrom);
    for (const next of dependencies.of(name)) {
      if (cameFrom.has(next) || (within !== undefined && dependencies.componentOf(next) !== within)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let name: string | undefined = end; name !== undefined; name = cameFrom.get(name)) way.push(name);
  return way.reverse();
}

function dependenciesAmong(all: readonly Known[]): Dependencies {
  const edges = new Map<string, string[]>();
  for (const { name, stated } of all) {
    const listed = stated(['spec', 'dependsOn']);
    const names = Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : [];
    edges.set(name, [...(edges.get(name) ?? []), ...names]);
  }
  const { componentOf, sizes } = cyclicComponents(edges);
  return {
    of: (name) => edges.get(name) ?? [],
    componentOf: (name) => componentOf.get(name),
    sizeOf: (component) => sizes[component] ?? 0,
  };
}

/**
 * The strongly connected components that hold a circle (Tarjan, with a stack of its own: chains of dependencies may be
 * longer than the machine's stack is deep).
 */
function cyclicComponents(edges: ReadonlyMap<string, readonly string[]>) {
  const componentOf = new Map<string, number>();
  const sizes: number[] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const lower = (name: string, to: number) => lowest.set(name, Math.min(lowest.get(name) ?? to, to));

  const visit = (root: string) => {
    const stack: { name: string; next: number }[] = [];
    const enter = (name: string) => {
      order.set(name, order.size);
      lowest.set(name, order.size - 1);
      open.push(name);
      isOpen.add(name);
      stack.push({ name, next: 0 });
    };
    enter(root);
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const { name } = frame;
      const next = edges.get(name)?.[frame.next++];
      if (next !== undefined) {
        if (!order.has(next)) enter(next);
        else if (isOpen.has(next)) lower(name, order.get(next) ?? 0);
        continue;
      }
      stack.pop();
      const above = stack.at(-1);
      if (above) lower(above.name, lowest.get(name) ?? 0);
      if (lowest.get(name) === order.get(name)) close(name);
    }
  };

  /** All that is open since `name` is one component. */
  const close = (name: string) => {
    const members = open.splice(open.lastIndexOf(name));
    for (const member of members) isOpen.delete(member);
    const isCyclic = members.length > 1 || (edges.get(name) ?? []).includes(name);
    if (!isCyclic) return;
    for (const member of members) componentOf.set(member, sizes.length);
    sizes.push(members.length);
  };

  for (const name of edges.keys()) if (!order.has(name)) visit(name);
  return { componentOf, sizes };
}
