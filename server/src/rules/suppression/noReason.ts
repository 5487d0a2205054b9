import { suppressionRule } from './comment.ts';

export const noReason = suppressionRule({
  id: 'suppression/no-reason',
  summary: 'A comment that silences a rule says why.',
  severity: 'error',
});
