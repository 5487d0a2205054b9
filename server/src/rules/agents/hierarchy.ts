import type { Declaration } from '../facts.ts';
import type { Finding, Related, Rule, RuleContext } from '../rule.ts';
import { agentTree, circleOf, PARENT, parentOf } from './tree.ts';

const LEVEL = ['spec', 'level'];
const NAME = ['metadata', 'name'];

/** Where the agents of a level have their parent; null: they have none. */
const PARENT_LEVEL: Readonly<Record<string, string | null>> = {
  L0: null,
  L1: 'L0',
  L2: 'L1',
  L3: 'L2',
  bmad: 'L0',
  elite: 'L0',
};

/** Builders and elite teams may answer to nobody. */
const MAY_BE_ALONE = ['L0', 'bmad', 'elite'];

/** Levels whose agents lead eight others at most (decision 17). */
const LIMITED = ['L1', 'L2'];
const MAX_CHILDREN = 8;

/** A circle may be long; a message is not. */
const NAMED = 8;

export const hierarchy: Rule = {
  id: 'agents/hierarchy',
  summary: 'Agents answer to one a level up, lead eight at most, and not in a circle.',
  severity: 'error',
  raised: false,
  *check(context) {
    if (context.document.kind !== 'Agent') return;
    yield* judgeParent(context);
    yield* judgeChildren(context);
  },
};

function* judgeParent({ document, facts }: RuleContext): Generator<Finding> {
  const level = document.statedText(LEVEL) ?? '';
  const parent = parentOf(document);
  const asked = PARENT_LEVEL[level];
  if (parent === undefined) {
    if (asked && !MAY_BE_ALONE.includes(level) && document.lacks(PARENT)) {
      const message = `An ${level} agent answers to an ${asked}: name it in "parent".`;
      yield { ...document.place(PARENT), message };
    }
    return;
  }
  const tree = agentTree(facts.documentsOf('Agent'));
  const circle = circleOf(tree, document.name ?? '', parent);
  if (circle) {
    const names = circle.map(({ name }) => `"${name}"`);
    const way = names.length > NAMED ? [...names.slice(0, NAMED), '…'] : names;
    const message = circle.length
      ? `The parents of this agent lead back to it: ${way.join(', ')}. One of them must answer to another.`
      : 'The agent is its own parent.';
    yield { ...document.place(PARENT), message, related: circle.map(parentStated) };
    return;
  }
  if (asked === null) {
    const message = 'An L0 agent answers to nobody: leave "parent" out, or state another level.';
    yield { ...document.place(PARENT), message };
    return;
  }
  const known = facts.known('Agent', parent);
  const above = known.state === 'known' ? known.value[0] : undefined;
  const is = above?.stated(LEVEL);
  if (!above || typeof is !== 'string' || asked === undefined || is === asked) return;
  const { declaration } = above;
  yield {
    ...document.place(PARENT),
    message: `"${parent}" is an ${is} agent; an ${level} agent answers to an ${asked}.`,
    related: declaration
      ? [
          {
            at: declaration.at,
            span: declaration.document.place(LEVEL),
            message: `"${parent}" is an ${is}.`,
          },
        ]
      : [],
  };
}

function* judgeChildren({ document, facts }: RuleContext): Generator<Finding> {
  const level = document.statedText(LEVEL) ?? '';
  const name = document.statedText(NAME);
  if (!name || !LIMITED.includes(level)) return;
  const children = agentTree(facts.documentsOf('Agent')).children.get(name) ?? [];
  if (children.length <= MAX_CHILDREN) return;
  yield {
    ...document.place(NAME),
    message: `${children.length} agents answer to "${name}"; an ${level} agent leads ${MAX_CHILDREN} at most. Give some to another.`,
    related: children.map(parentStated),
  };
}

function parentStated({ at, name, document }: Declaration): Related {
  return { at, span: document.place(PARENT), message: `"${name}" names its parent here.` };
}
