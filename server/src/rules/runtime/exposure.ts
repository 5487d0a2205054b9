import { setValue } from '../../manifest/edits.ts';
import type { Path } from '../../manifest/tree.ts';
import { fixHere, shown } from '../fix.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { isWider, portsOf } from './ports.ts';

export const exposure: Rule = {
  id: 'runtime/exposure',
  summary: 'A port is no wider open than plane and audience allow.',
  severity: 'warning',
  raised: true,
  *check(context) {
    const most = mostOpen(context);
    if (most === undefined) return;
    for (const { exposure, number, path } of portsOf(context.document)) {
      if (!isWider(exposure, most.exposure)) continue;
      const place = [...path, 'exposure'];
      yield {
        ...context.document.place(place),
        message: `Port ${number} is open to "${exposure}"; ${most.because} at most "${most.exposure}".`,
        data: { path: place, exposure: most.exposure },
      };
    }
  },
  fixes({ data }, context) {
    const { path, exposure } = data as { path: Path; exposure: string };
    return fixHere(context, `Narrow to ${shown(exposure)}`, setValue(context.document, path, exposure), true);
  },
};

/** How far ports may be open (decision 12); undefined where plane/data-access judges, or no plane is known. */
function mostOpen({ document }: RuleContext): { exposure: string; because: string } | undefined {
  if (document.kind !== 'Service') return undefined;
  switch (document.statedText(['spec', 'plane'])) {
    case 'control':
      return { exposure: 'private', because: 'the control plane is' };
    case 'app': {
      const audience = audienceOf(document);
      if (audience === undefined) return undefined;
      return {
        exposure: audience === 'public' ? 'public' : 'lan',
        because: `a service for the audience "${audience}" is`,
      };
    }
    default:
      return undefined;
  }
}

/** What is stated, by default `internal`; undefined where what is stated does not fit. */
function audienceOf(document: RuleContext['document']): string | undefined {
  const path = ['spec', 'audience'];
  return document.node(path) === undefined ? 'internal' : document.statedText(path);
}
