import { setValue } from '../../manifest/edits.ts';
import { fixHere, shown } from '../fix.ts';
import type { Rule } from '../rule.ts';
import { renameFix } from './rename.ts';
import { formatServiceName, nameOfService, parseServiceName } from './serviceName.ts';

const VERTICAL = ['metadata', 'tags', 'Vertical'];

export const verticalMismatch: Rule = {
  id: 'naming/vertical-mismatch',
  summary: 'Name and the tag `Vertical` say the same vertical.',
  severity: 'error',
  raised: false,
  *check(context) {
    const { document } = context;
    const named = nameOfService(context)?.vertical;
    const tag = document.statedText(VERTICAL);
    if (!named || !tag || named === tag) return;
    const message = `The name says "${named}", the tag "Vertical" says "${tag}"; change one of the two.`;
    yield { ...document.place(['metadata', 'name']), message };
  },
  fixes(_finding, context) {
    const { document, facts } = context;
    const name = nameOfService(context);
    const tag = document.statedText(VERTICAL);
    if (!name || !tag) return [];
    const renamed = formatServiceName({ ...name, vertical: tag });
    // A tag that is no legal segment cannot be in a name.
    const legal = parseServiceName(renamed, facts.verticals())?.vertical === tag;
    return [
      ...(legal ? renameFix(context, renamed, false) : []),
      ...fixHere(
        context,
        `Set the tag "Vertical" to ${shown(name.vertical)}`,
        setValue(document, VERTICAL, name.vertical),
        false,
      ),
    ];
  },
};
