import type { Edit, Fix, RuleContext } from './rule.ts';

/** A fix of one edit in the finding's own document; none where the edit cannot be written. */
export function fixHere(
  { at }: RuleContext,
  title: string,
  edit: Edit | undefined,
  isPreferred: boolean,
): Fix[] {
  return edit ? [{ title, isPreferred, edits: [{ at, edits: [edit] }] }] : [];
}

/** How a value is shown in a title: as it would be written in JSON, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
