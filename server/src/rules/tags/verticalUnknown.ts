import { renameFix } from '../naming/rename.ts';
import { formatServiceName, nameOfService } from '../naming/serviceName.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { replaceTag, unknownTag } from './unknownTag.ts';

const TAG = 'Vertical';

export const verticalUnknown = unknownTag({
  id: 'tags/vertical-unknown',
  tag: TAG,
  noun: 'vertical',
  remedy: 'correct it, or describe the vertical in a manifest',
  namesIn: (facts) => facts.verticals(),
  replace: replaceVertical,
});

/** Where the name says the same unknown vertical, it follows the tag: else the two would disagree. */
function replaceVertical(context: RuleContext, vertical: string, isPreferred: boolean): Fix[] {
  const [inTag] = replaceTag(TAG)(context, vertical, isPreferred);
  const name = nameOfService(context);
  if (!inTag) return [];
  if (!name || name.vertical !== context.document.statedText(['metadata', 'tags', TAG])) return [inTag];
  const renamed = renameFix(context, formatServiceName({ ...name, vertical }), isPreferred);
  const [tag] = inTag.edits.flatMap(({ edits }) => edits);
  return renamed.map((fix) => ({
    ...fix,
    title: `${inTag.title}, also in the name`,
    edits: fix.edits.map((part, index) =>
      index === 0 && tag ? { ...part, edits: [...part.edits, tag] } : part,
    ),
  }));
}
