import { suppressionRule } from './comment.ts';

export const unused = suppressionRule({
  id: 'suppression/unused',
  summary: 'A comment that silences a rule has something to silence.',
  severity: 'warning',
});
