import { setValue } from '../../manifest/edits.ts';
import { fixHere, shown } from '../fix.ts';
import { schemaRule } from './problems.ts';

export const range = schemaRule({
  id: 'schema/range',
  summary: 'A number is within the bounds of its field.',
  // Never preferred: the bound fits, but it is seldom what was meant.
  fixes: ({ path, suggestions }, context) =>
    suggestions.flatMap((bound) =>
      fixHere(context, `Replace with ${shown(bound)}`, setValue(context.document, path, bound), false),
    ),
});
