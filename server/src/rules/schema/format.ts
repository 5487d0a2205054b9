import { setValue } from '../../manifest/edits.ts';
import { schemaAt, schemaOf } from '../../manifest/schemas.ts';
import { plainOf } from '../../manifest/tree.ts';
import { fixHere, shown } from '../fix.ts';
import { kebabCase } from '../naming/kebabCase.ts';
import { schemaRule } from './problems.ts';

export const format = schemaRule({
  id: 'schema/format',
  summary: 'A text has the form that its field asks for: a URL, a version, a name in kebab-case.',
  fixes({ path }, context) {
    const { document } = context;
    const written = plainOf(document.node(path));
    const pattern = schemaAt(schemaOf(document.kind), path)?.pattern;
    if (typeof written !== 'string' || !pattern) return [];
    // Only spelling can be put right; what a text of another form should have said is not known.
    const name = kebabCase(written);
    if (name === written || !new RegExp(pattern, 'u').test(name)) return [];
    return fixHere(context, `Replace with ${shown(name)}`, setValue(document, path, name), true);
  },
});
