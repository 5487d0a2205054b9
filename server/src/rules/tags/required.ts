import { setValue } from '../../manifest/edits.ts';
import { fixHere } from '../fix.ts';
import { nameOfService } from '../naming/serviceName.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { SENSITIVITIES } from './sensitivities.ts';

const TAGGED = ['Service', 'VirtualMachine', 'Api', 'GoldenImage', 'Agent'];

/** The tags that must be there, and the question that each answers. */
const TAGS: Readonly<Record<string, string>> = {
  Owner: 'who answers for this',
  Vertical: 'which vertical this serves',
  DataSensitivity: 'how sensitive its data may be',
};

export const required: Rule = {
  id: 'tags/required',
  summary: 'Services, machines, images, APIs and agents state `Owner`, `Vertical` and `DataSensitivity`.',
  severity: 'warning',
  raised: true,
  *check({ document }) {
    if (!isTagged(document.kind)) return;
    for (const [tag, question] of Object.entries(TAGS)) {
      const path = ['metadata', 'tags', tag];
      if (!document.lacks(path)) continue;
      // An empty tag is as good as none: its place is that of one that is not there.
      const place = document.node(path) ? document.keyPlace(path.slice(0, -1)) : document.place(path);
      yield {
        ...place,
        message: `The tag "${tag}" is missing: it says ${question}.`,
        data: { tag },
      };
    }
  },
  fixes({ data }, context) {
    const tag = (data as { tag: string }).tag;
    const { document } = context;
    // Metadata made up around a tag would lack its name.
    if (document.node(['metadata']) === undefined) return [];
    const values = valuesOf(tag, context);
    return values.flatMap((value) =>
      fixHere(
        context,
        `Insert "${tag}: ${value}"`,
        setValue(document, ['metadata', 'tags', tag], value),
        // How sensitive data is, no catalog can know.
        tag !== 'DataSensitivity' && values.length === 1,
      ),
    );
  },
};

/** Whether documents of this kind carry the tags. */
export function isTagged(kind: string | undefined): boolean {
  return kind !== undefined && TAGGED.includes(kind);
}

/** What the tag may say: one value where it is known, else the choice. */
function valuesOf(tag: string, context: RuleContext): readonly string[] {
  const { document, facts } = context;
  const named = nameOfService(context)?.vertical;
  if (tag === 'DataSensitivity') return SENSITIVITIES;
  if (tag === 'Vertical') return named ? [named] : facts.verticals();
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']) ?? named;
  const likely = facts.likelyOwner(vertical);
  return likely ? [likely] : facts.owners();
}
