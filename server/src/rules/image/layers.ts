import { insertItems } from '../../manifest/listEdits.ts';
import { reorderItems } from '../../manifest/reorderItems.ts';
import { fixHere } from '../fix.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { LAYERS, type Layer, layersOf, missingAgents } from './stack.ts';

const LAYER_LIST = ['spec', 'layers'];

export const layers: Rule = {
  id: 'image/layers',
  summary: 'A golden image is laid in the order base, productivity, role, on a base of its own or of `from`.',
  severity: 'warning',
  raised: false,
  *check({ document }) {
    // Without any list the schema says so.
    if (document.kind !== 'GoldenImage' || !Array.isArray(document.stated(LAYER_LIST))) return;
    const stack = layersOf(document);
    const readable = stack.length === (document.stated(LAYER_LIST) as unknown[]).length;
    if (readable && document.lacks(['spec', 'from']) && !stack.some(({ name }) => name === 'base')) {
      const message =
        'The "base" layer is missing: lay it first, or name in "from" the image that brings it.';
      yield { ...document.keyPlace(LAYER_LIST), message, data: 'base' };
    }
    for (const [i, { index, name }] of stack.entries()) {
      const before = stack.slice(0, i).find((each) => LAYERS.indexOf(each.name) > LAYERS.indexOf(name));
      if (!before) continue;
      yield {
        ...document.place([...LAYER_LIST, index, 'name']),
        message: `The layer "${name}" belongs before "${before.name}": the order is ${LAYERS.join(', ')}.`,
        data: 'order',
      };
      // What follows is out of order because this is.
      return;
    }
  },
  fixes({ data }, context) {
    if (data === 'order') return inOrder(context);
    const { tools, agents } = missingAgents(context.document);
    const packages = [...(tools ? ['vmware-tools'] : []), ...agents];
    const base = packages.length ? { name: 'base', packages } : { name: 'base' };
    const edit = insertItems(context.document, LAYER_LIST, [base], 'first');
    return fixHere(context, 'Insert the layer "base"', edit, true);
  },
};

/** Lays the layers in their order; of two of one name the first stays first. */
function inOrder(context: RuleContext): Fix[] {
  const { document, at } = context;
  const stack = layersOf(document);
  // A layer that cannot be read has no place.
  if (stack.length !== (document.stated(LAYER_LIST) as unknown[]).length) return [];
  const rank = ({ name }: Layer) => LAYERS.indexOf(name);
  const order = [...stack].sort((a, b) => rank(a) - rank(b)).map(({ index }) => index);
  const edits = reorderItems(document, LAYER_LIST, order);
  const title = `Put the layers into the order ${[...new Set(order.map((i) => stack[i]?.name))].join(', ')}`;
  return edits?.length ? [{ title, isPreferred: true, edits: [{ at, edits }] }] : [];
}
