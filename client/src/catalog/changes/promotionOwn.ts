import { isDeepStrictEqual } from 'node:util';
import type { OwnField, Promotion } from '../../../../server/src/protocol/entryChanges.ts';

/** What is said of fields that an environment has for itself, by name; null: it shall have none. */
export type OwnValues = Readonly<Record<string, unknown>>;

/** What a field will be there. */
export function valueThere(field: OwnField, own: OwnValues, isNew: boolean): unknown {
  if (field.field in own) return own[field.field] ?? undefined;
  return isNew ? field.before : field.there;
}

/** The fields that will not be what they are in the environment before. */
export function differing({ own = [], targetVersion }: Promotion, chosen: OwnValues): OwnField[] {
  return own.filter(
    (field) => !isDeepStrictEqual(valueThere(field, chosen, targetVersion === 0), field.before),
  );
}

/** "Test keeps 2 fields of its own": what is not taken over, in words. */
export function ownWords(promotion: Promotion, chosen: OwnValues, target: string): string {
  const { own = [], targetVersion } = promotion;
  const { length } = differing(promotion, chosen);
  if (length > 0) return `${target} has ${length === 1 ? '1 field' : `${length} fields`} of its own`;
  return targetVersion === 0 && own.some(({ before }) => before !== undefined)
    ? `Fields of ${target}'s own come along as they are`
    : `${target} has no field of its own`;
}

/** A value on one line, for people to read and to edit. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What somebody typed: JSON, or else text. Nothing: the field is taken out. */
export function valueIn(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}
