import { schemaRule } from './problems.ts';
import { replaceBySuggestion } from './replace.ts';

export const enumeration = schemaRule({
  id: 'schema/enum',
  summary: 'A value is one of those that its field allows.',
  fixes: replaceBySuggestion,
});
