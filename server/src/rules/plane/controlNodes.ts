import type { Finding, Rule, RuleContext } from '../rule.ts';

/** A control plane outlives the loss of one node when two others agree. */
const FEWEST_NODES = 3;

const REPLICAS = ['spec', 'replicas'];
const MODE = ['spec', 'network', 'mode'];

export const controlNodes: Rule = {
  id: 'plane/control-nodes',
  summary: 'The control plane has three nodes in prod, and its machines are in the control network.',
  severity: 'error',
  raised: false,
  *check(context) {
    if (context.document.statedText(['spec', 'plane']) !== 'control') return;
    if (context.document.kind === 'Service' && context.environment === 'prod') yield* tooFew(context);
    if (context.document.kind === 'VirtualMachine') yield* outside(context);
  },
};

function* tooFew({ document }: RuleContext): Generator<Finding> {
  // Absent replicas are one (decision 24).
  const replicas = document.lacks(REPLICAS) ? 1 : document.stated(REPLICAS);
  if (typeof replicas !== 'number' || replicas >= FEWEST_NODES) return;
  const message = `The control plane needs at least ${FEWEST_NODES} nodes in prod, so that it outlives the loss of one; this is ${replicas}.`;
  yield { ...document.place(REPLICAS), message };
}

function* outside({ document }: RuleContext): Generator<Finding> {
  const mode = document.statedText(MODE);
  if (mode === 'control' || (mode === undefined && !document.lacks(MODE))) return;
  const stated = mode ? `is "${mode}"` : 'is not stated';
  const message = `A machine of the control plane stands in the control network: "spec.network.mode" ${stated}, it has to be "control".`;
  yield { ...document.place(MODE), message };
}
