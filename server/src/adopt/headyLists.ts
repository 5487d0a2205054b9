import { type Draft, draft, judged, type SourceFormat, told, toldText } from './draft.ts';
import { environmentOfWord } from './environmentWord.ts';
import { headyAgent } from './headyAgents.ts';
import { headyService } from './headyServices.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

type Reader = (name: string, entry: Located, format: SourceFormat, notes: Notes) => Draft[];

const one =
  (read: (...args: Parameters<Reader>) => Draft): Reader =>
  (...args) => [read(...args)];

/** Sections of service catalogs, service discovery and registries, by their key; whatever else there is, is told. */
const SECTIONS: Readonly<Record<string, Reader>> = {
  services: one(headyService),
  workers: one(headyService),
  admin: one(headyService),
  discovery: one(headyService),
  components: component,
  agents: one(headyAgent),
  nodes: one(headyAgent),
  aiNodes: one(headyAgent),
  repos: one(repository),
};

/** What says something of the file, or of other entries. */
const ASIDE: ReadonlySet<string> = new Set([
  ...[
    'version',
    'metadata',
    'registryVersion',
    'updatedAt',
    'description',
    'environment',
    'region',
    'root_domain',
  ],
  ...['generated', 'count', 'security', 'name', 'environments', 'schema_version', 'localhost_mappings'],
]);

/** Types of a registry's components that run; the others are built, installed or read. */
const RUNNING: ReadonlySet<string> = new Set([
  ...[
    'service',
    'api-gateway',
    'web-app',
    'web-ide',
    'api-routes',
    'orchestration',
    'registry',
    'observability',
  ],
  ...[
    'task-management',
    'meta-controller',
    'ai-system',
    'mcp-servers',
    'worker',
    'gateway',
    'intelligence',
    'health',
  ],
]);

/** Services, agents and workspaces of Heady's own catalogs, service discovery and registries. */
export function readHeadyLists(root: Located, format: SourceFormat, notes: Notes): Draft[] {
  const drafts = root.entries().flatMap(([key, section]): Draft[] => {
    const reader = Object.hasOwn(SECTIONS, key) ? SECTIONS[key] : undefined;
    if (reader) {
      return entriesOf(section).flatMap(([name, entry]) =>
        // By name: an entry that moves within its list is the same one.
        reader(name, entry, format, notes).map((each) => ({ ...each, pointer: `${key}.${name}` })),
      );
    }
    if (!ASIDE.has(key) && (section.isMap || section.isList)) reportSection(key, section, notes);
    return [];
  });
  const environment = root.get('environment') ?? root.get('metadata', 'environment');
  const stated = environmentOfWord(environment?.text ?? '');
  for (const each of drafts) {
    // Lists of several files name each other's entries.
    each.scope = 'heady';
    if (stated && environment && each.kind === 'Service') {
      each.environment = judged(stated, environment, 'the file is for this environment');
    }
  }
  takeNetworkPolicies(root, drafts);
  return drafts;
}

/** A list of entries with names, or a map of them by name. */
export function entriesOf(section: Located): [name: string, entry: Located][] {
  if (section.isMap) return section.entries().filter(([, entry]) => entry.isMap);
  return section.items().flatMap((entry): [string, Located][] => {
    const name = (entry.get('id') ?? entry.get('slug') ?? entry.get('name'))?.text;
    return name ? [[name, entry]] : [];
  });
}

function reportSection(key: string, section: Located, notes: Notes): void {
  const count = section.isMap ? section.keys().length : section.items().length;
  if (count > 0) notes.unmapped(section, `"${key}": there is no manifest for the ${count} in it.`);
}

function component(name: string, entry: Located, format: SourceFormat, notes: Notes): Draft[] {
  const type = entry.get('type');
  if (type && !RUNNING.has(type.text ?? '')) {
    notes.unmapped(
      type,
      `A component of type "${type.text ?? ''}" is built, installed or read; only what runs has a manifest.`,
    );
    return [];
  }
  return [headyService(name, entry, format, notes)];
}

function repository(name: string, entry: Located, format: SourceFormat): Draft {
  const workspace = draft('Workspace', format, name, entry);
  const [title, url] = [toldText(entry.get('name')), entry.get('url')];
  if (title && title.value !== name) workspace.title = title;
  if (url?.text) workspace.spec.set('repository', told(url.text, url));
  return workspace;
}

/** Whoever may reach another by the network's rules needs it. */
function takeNetworkPolicies(root: Located, drafts: readonly Draft[]): void {
  const allowed = root.get('security', 'network_policies', 'allow_rules')?.items() ?? [];
  for (const rule of allowed) {
    const [from, to] = [rule.get('from')?.text, rule.get('to')?.text];
    const service = drafts.find(({ aliases }) => from !== undefined && aliases.includes(from));
    if (service && to) service.references.push({ field: 'dependsOn', to: 'Service', name: to, at: rule.at });
  }
}
