import { schemaRule } from './problems.ts';
import { replaceBySuggestion } from './replace.ts';

export const unknownKind = schemaRule({
  id: 'schema/unknown-kind',
  summary: '`kind` is a kind of manifest.',
  fixes: replaceBySuggestion,
});
