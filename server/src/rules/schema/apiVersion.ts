import { schemaRule } from './problems.ts';
import { replaceBySuggestion } from './replace.ts';

export const apiVersion = schemaRule({
  id: 'schema/api-version',
  summary: '`apiVersion` is `heady.systems/v1`.',
  fixes: replaceBySuggestion,
});
