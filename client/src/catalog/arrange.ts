import { type CatalogItem, ENVIRONMENT_NAMES, type EnvironmentName } from '../../../server/src/protocol.ts';

export interface VerticalGroup {
  /** Undefined: the entries name none. */
  vertical: string | undefined;
  entries: CatalogItem[];
}

export interface EnvironmentGroup {
  /** Undefined: the entries name none. */
  environment: EnvironmentName | undefined;
  verticals: VerticalGroup[];
}

export interface Arrangement {
  /** The current environment first, even when nothing is in it; the others where they have services. */
  environments: EnvironmentGroup[];
  /** What is no service, in the order of the tree; groups without entries are left out. */
  groups: EntryGroup[];
}

/** Things that stand together at the foot of the tree. */
export interface EntryGroup {
  id: string;
  label: string;
  tooltip: string;
  /** Codicon id. */
  icon: string;
  /** By kind, then name. */
  entries: CatalogItem[];
}

const GROUPS: (Omit<EntryGroup, 'entries'> & { kinds: string[] })[] = [
  {
    id: 'governance',
    label: 'Governance',
    tooltip: 'Verticals, environments and policies: what the services are held to',
    icon: 'law',
    kinds: ['Vertical', 'Environment', 'Policy'],
  },
  {
    id: 'apis',
    label: 'APIs',
    tooltip: 'What services offer to others',
    icon: 'symbol-interface',
    kinds: ['Api'],
  },
  {
    id: 'machines',
    label: 'Machines',
    tooltip: 'Virtual machines that services run on',
    icon: 'vm',
    kinds: ['VirtualMachine'],
  },
  {
    id: 'images',
    label: 'Golden Images',
    tooltip: 'What machines are built from',
    icon: 'layers',
    kinds: ['GoldenImage'],
  },
  {
    id: 'agents',
    label: 'Agents',
    tooltip: 'AI agents and whom they answer to',
    icon: 'hubot',
    kinds: ['Agent'],
  },
  {
    id: 'workspaces',
    label: 'Workspaces',
    tooltip: 'Repositories, their services and servers',
    icon: 'multiple-windows',
    kinds: ['Workspace'],
  },
  {
    id: 'mcp',
    label: 'MCP Servers',
    tooltip: 'Servers of the Model Context Protocol',
    icon: 'plug',
    kinds: ['McpServer'],
  },
];

/** Sorts what is known into the shape of the tree. */
export function arrange(items: readonly CatalogItem[], current: EnvironmentName): Arrangement {
  const services = items.filter((item) => item.kind === 'Service');
  const others = ENVIRONMENT_NAMES.filter((name) => name !== current);
  const environments = [current, ...others, undefined]
    .map((environment) => ({
      environment,
      verticals: byVertical(services.filter((service) => service.environment === environment)),
    }))
    .filter((group) => group.environment === current || group.verticals.length > 0);
  const groups = GROUPS.map(({ kinds, ...group }) => {
    const entries = items.filter(({ kind }) => kinds.includes(kind));
    return { ...group, entries: entries.sort((a, b) => a.kind.localeCompare(b.kind) || byName(a, b)) };
  }).filter(({ entries }) => entries.length > 0);
  return { environments, groups };
}

function byVertical(services: CatalogItem[]): VerticalGroup[] {
  const groups = Map.groupBy(services, (service) => service.vertical);
  return [...groups]
    .map(([vertical, entries]) => ({ vertical, entries: entries.sort(byName) }))
    .sort((a, b) => compareMaybe(a.vertical, b.vertical));
}

/** A service's name without what its place in the tree already says. */
export function shortName({ name, environment, vertical }: CatalogItem): string {
  const prefix = `${environment}-${vertical}-`;
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
}

/** Ids that stay when the catalog is read anew; the same name twice (a finding, not a crash) gets two. */
export function entryIds(items: readonly CatalogItem[]): string[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const id = `${item.kind}/${item.name}`;
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    return count === 0 ? id : `${id}#${count + 1}`;
  });
}

function byName(a: CatalogItem, b: CatalogItem): number {
  return a.name.localeCompare(b.name) || compareMaybe(a.uri, b.uri);
}

/** What is undefined comes last. */
function compareMaybe(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.localeCompare(b);
}
