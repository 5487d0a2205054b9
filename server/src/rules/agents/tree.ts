import type { ManifestDocument } from '../../manifest/document.ts';
import type { Declaration } from '../facts.ts';
import { keep } from '../keep.ts';

export const PARENT = ['spec', 'parent'];

/** The hierarchy that the Agent manifests of a workspace state. */
export interface AgentTree {
  /** Those that name an agent as their parent, by its name. */
  children: ReadonlyMap<string, readonly Declaration[]>;
  /** For each agent whose parents lead back to it, all on that way in order, starting anywhere. */
  circles: ReadonlyMap<string, readonly Declaration[]>;
}

export const agentTree = keep((documents): AgentTree => {
  // Of several agents of one name the first.
  const agents = new Map<string, Declaration>();
  const children = new Map<string, Declaration[]>();
  for (const agent of documents) {
    if (!agents.has(agent.name)) agents.set(agent.name, agent);
    const parent = parentOf(agent.document);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(agent);
    else children.set(parent, [agent]);
  }
  return { children, circles: circlesIn(agents) };
});

/** The others of the circle that an agent is in by naming its parent, in order; undefined where it is in none. */
export function circleOf({ circles }: AgentTree, name: string, parent: string): Declaration[] | undefined {
  const circle = circles.get(name) ?? [];
  const own = circle.findIndex((agent) => agent.name === name);
  const others = [...circle.slice(own + 1), ...circle.slice(0, own)];
  // Another agent of this name may be in it.
  return own >= 0 && (others[0]?.name ?? name) === parent ? others : undefined;
}

export function parentOf(document: ManifestDocument): string | undefined {
  return document.statedText(PARENT);
}

/** Everyone has one parent at most, so each way up is walked once: it ends, meets an earlier way, or itself. */
function circlesIn(agents: ReadonlyMap<string, Declaration>): Map<string, Declaration[]> {
  const circles = new Map<string, Declaration[]>();
  const walked = new Set<string>();
  for (const start of agents.values()) {
    const way: Declaration[] = [];
    let agent: Declaration | undefined = start;
    while (agent && !walked.has(agent.name)) {
      walked.add(agent.name);
      way.push(agent);
      agent = agents.get(parentOf(agent.document) ?? '');
    }
    const entry = agent ? way.indexOf(agent) : -1;
    if (entry < 0) continue;
    const circle = way.slice(entry);
    for (const { name } of circle) circles.set(name, circle);
  }
  return circles;
}
