import type { Path } from '../manifest/tree.ts';

/** What a place of a manifest names: an owner, or a manifest of a kind. */
export type NamedThing = 'owner' | (string & {});

/** Places of every kind. */
const SHARED: Record<string, NamedThing> = {
  'metadata.tags.Owner': 'owner',
  'metadata.tags.Vertical': 'Vertical',
};

/** By kind and field; the items of lists are named (decision 10). */
const BY_KIND: Record<string, Record<string, NamedThing>> = {
  Service: { 'spec.dependsOn[]': 'Service', 'spec.apis[]': 'Api', 'spec.hosts[]': 'VirtualMachine' },
  Vertical: { 'spec.vm': 'GoldenImage' },
  VirtualMachine: { 'spec.image': 'GoldenImage' },
  GoldenImage: { 'spec.from': 'GoldenImage' },
  Agent: { 'spec.parent': 'Agent', 'spec.workspace': 'Workspace' },
  Workspace: {
    'spec.dependsOn[]': 'Workspace',
    'spec.services[]': 'Service',
    'spec.mcpServers[]': 'McpServer',
  },
  Policy: { 'spec.owners[]': 'owner', 'spec.verticals[]': 'Vertical' },
};

/** What the value at `path` of a manifest of this kind names; undefined where it names nothing. */
export function namedAt(kind: string | undefined, path: Path): NamedThing | undefined {
  const field = path.map((step, i) => (typeof step === 'number' ? '[]' : `${i ? '.' : ''}${step}`)).join('');
  if (Object.hasOwn(SHARED, field)) return SHARED[field];
  const own = kind !== undefined && Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;
  return own && Object.hasOwn(own, field) ? own[field] : undefined;
}
