import type { Declaration, DocumentRef, WorkOut } from '../facts.ts';
import type { RuleContext } from '../rule.ts';

/** Ports that the services of a workspace may listen on. */
export interface PortRange {
  from: number;
  to: number;
  workspace: Declaration;
}

/** By full name of a service: the workspaces that list it (decision 21). */
const workspacesOfServices: WorkOut<ReadonlyMap<string, readonly DocumentRef[]>> = (facts) => {
  const workspaces = new Map<string, DocumentRef[]>();
  for (const { at, document } of facts.documentsOf('Workspace')) {
    const listed = document.stated(['spec', 'services']);
    for (const name of Array.isArray(listed) ? new Set(listed) : []) {
      if (typeof name === 'string') workspaces.set(name, [...(workspaces.get(name) ?? []), at]);
    }
  }
  return workspaces;
};

/** The ranges of the workspaces that list this service. */
export function rangesOf({ document, facts }: RuleContext): PortRange[] {
  const places = facts.derived(workspacesOfServices).get(document.name ?? '') ?? [];
  if (places.length === 0) return [];
  const isListing = ({ at }: Declaration) =>
    places.some(({ uri, index }) => at.uri === uri && at.index === index);
  return facts
    .documentsOf('Workspace')
    .filter(isListing)
    .flatMap((workspace) => {
      const [from, to] = ['from', 'to'].map((end) => workspace.document.stated(['spec', 'portRange', end]));
      return typeof from === 'number' && typeof to === 'number' && from <= to
        ? [{ from, to, workspace }]
        : [];
    });
}
