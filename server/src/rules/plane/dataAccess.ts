import { dependenciesIn } from '../references.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { isWider, portsOf } from '../runtime/ports.ts';

const PLANE = ['spec', 'plane'];

export const dataAccess: Rule = {
  id: 'plane/data-access',
  summary: 'The data plane is reached from the app plane alone, and open to its vertical at most.',
  severity: 'warning',
  raised: true,
  *check(context) {
    if (context.document.kind !== 'Service') return;
    const plane = context.document.statedText(PLANE);
    if (plane === 'data') yield* openPorts(context);
    if (plane !== undefined && plane !== 'app') yield* reachedData(plane, context);
  },
};

function* openPorts({ document }: RuleContext): Generator<Finding> {
  for (const { exposure, number, path } of portsOf(document)) {
    if (!isWider(exposure, 'vertical')) continue;
    const message = `Port ${number} of the data plane is open to "${exposure}"; the data plane is open to "vertical" at most.`;
    yield { ...document.place([...path, 'exposure']), message };
  }
}

/** At the dependency of the one that reaches (decision 24). */
function* reachedData(plane: string, { document, facts }: RuleContext): Generator<Finding> {
  for (const { name, path } of dependenciesIn(document)) {
    const answer = facts.known('Service', name);
    const target = answer.state === 'known' ? answer.value[0] : undefined;
    if (target?.stated(PLANE) !== 'data') continue;
    const { declaration } = target;
    yield {
      ...document.place(path),
      message: `"${name}" is on the data plane, which the app plane alone may reach; this service is on the ${plane} plane.`,
      ...(declaration && {
        related: [
          {
            at: declaration.at,
            span: declaration.document.place(PLANE),
            message: `"${name}" states its plane here.`,
          },
        ],
      }),
    };
  }
}
