import type { Flag, PlacedText } from './flag.ts';

/** Longer descriptions hide things, and cost every conversation their length. In characters. */
const MAX_DESCRIPTION = 4_000;

export function overLong({ where, text }: PlacedText): Flag[] {
  if (text.length <= MAX_DESCRIPTION) return [];
  const message = `It has ${text.length} characters; ${MAX_DESCRIPTION} are plenty.`;
  return [{ rule: 'over-long', grade: 'notice', where, message }];
}
