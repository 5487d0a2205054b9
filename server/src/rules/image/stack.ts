import type { ManifestDocument } from '../../manifest/document.ts';

/** The layers of a golden image, in the order in which they are laid. */
export const LAYERS: readonly string[] = ['base', 'productivity', 'role'];

/** Guest tools by which a hypervisor steers its machines; one of them will do. */
export const HYPERVISOR_TOOLS: readonly string[] = [
  'vmware-tools',
  'open-vm-tools',
  'qemu-guest-agent',
  'hyperv-daemons',
  'virtualbox-guest-additions',
];

/** What every image carries beside the hypervisor's tools. */
export const AGENTS: readonly string[] = ['heady-mcp-agent', 'observability'];

/** A layer as a GoldenImage states it. */
export interface Layer {
  /** In `spec.layers`. */
  index: number;
  name: string;
}

/** The layers of a document, in its order; those without a fitting name are left out. */
export function layersOf(document: ManifestDocument): Layer[] {
  const listed = document.stated(['spec', 'layers']);
  const names = (Array.isArray(listed) ? listed : []).map((_, index) => ({
    index,
    name: document.statedText(['spec', 'layers', index, 'name']),
  }));
  return names.flatMap(({ index, name }) => (name ? [{ index, name }] : []));
}

/** The agents that are in an image: those of `spec.agents` and of its base layer (decision 16). */
export function agentsIn(document: ManifestDocument): string[] {
  const base = layersOf(document).filter(({ name }) => name === 'base');
  const lists = [['spec', 'agents'], ...base.map(({ index }) => ['spec', 'layers', index, 'packages'])];
  return lists
    .map((path) => document.stated(path))
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((item) => typeof item === 'string')
    .map(withoutVersion);
}

/** What an image lacks of what must be in it. */
export function missingAgents(document: ManifestDocument): { tools: boolean; agents: string[] } {
  const there = new Set(agentsIn(document));
  return {
    tools: !HYPERVISOR_TOOLS.some((tool) => there.has(tool)),
    agents: AGENTS.filter((agent) => !there.has(agent)),
  };
}

/** `open-vm-tools=12.4.5` is open-vm-tools. */
function withoutVersion(name: string): string {
  return name.replace(/[=@:].*$/s, '');
}
