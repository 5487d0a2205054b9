import type { ManifestDocument } from '../../manifest/document.ts';
import { insertItems } from '../../manifest/listEdits.ts';
import type { Path } from '../../manifest/tree.ts';
import { fixHere } from '../fix.ts';
import type { Rule } from '../rule.ts';
import { HYPERVISOR_TOOLS, layersOf, missingAgents } from './stack.ts';

const LISTED = ['spec', 'agents'];

export const agents: Rule = {
  id: 'image/agents',
  summary: "A base layer carries the hypervisor's tools, heady-mcp-agent and observability.",
  severity: 'warning',
  raised: false,
  *check({ document }) {
    if (document.kind !== 'GoldenImage') return;
    const place = placeOfAgents(document);
    if (!place) return;
    const { tools, agents: missing } = missingAgents(document);
    if (!tools && missing.length === 0) return;
    const names = [
      ...(tools ? ['the hypervisor\'s tools (such as "vmware-tools")'] : []),
      ...missing.map(code),
    ];
    const message = `Machines from this image could not be steered or watched: it lacks ${and(names)}.`;
    yield { ...place, message };
  },
  fixes(_finding, context) {
    const { document } = context;
    const list = listOfAgents(document);
    if (!list) return [];
    const { tools, agents: missing } = missingAgents(document);
    // Which hypervisor it is for, the image does not say.
    const choices = tools ? HYPERVISOR_TOOLS.map((tool) => [tool, ...missing]) : [missing];
    return choices.flatMap((items) =>
      fixHere(context, `Insert ${and(items.map(code))}`, insertItems(document, list, items), !tools),
    );
  },
};

/** At `agents`, else at the base layer (decision 16); undefined where the base is another image's. */
function placeOfAgents(document: ManifestDocument) {
  const list = listOfAgents(document);
  if (!list) return undefined;
  // A layer has no key of its own: it is shown by its first one (decision 2).
  return list.length === LISTED.length
    ? document.keyPlace(list)
    : document.place([...list.slice(0, -1), 'agents']);
}

/** The list that states the agents, or should. */
function listOfAgents(document: ManifestDocument): Path | undefined {
  const base = layersOf(document).find(({ name }) => name === 'base');
  const agentsStated = Array.isArray(document.stated(LISTED));
  if (agentsStated && (base || document.lacks(['spec', 'from']))) return LISTED;
  return base && document.lacks(LISTED) ? ['spec', 'layers', base.index, 'packages'] : undefined;
}

function code(name: string): string {
  return `"${name}"`;
}

function and(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
