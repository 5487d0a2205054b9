/**
 * Something about a definition that a person should look at. What is dangerous is offered to nobody until a person has
 * approved it; the rest is shown.
 */
export interface Flag {
  /** Stable and documented. */
  readonly rule: FlagRule;
  readonly grade: 'danger' | 'notice';
  /** Where in the definition, as `description` or `inputSchema.properties.path.description`; empty: all of it. */
  readonly where: string;
  /** What is the matter, in plain words and visible characters. */
  readonly message: string;
}

export type FlagRule =
  | 'invisible-characters'
  | 'over-long'
  | 'gives-orders'
  | 'refers-to-others'
  | 'lookalike-name'
  | 'claims-name';

/** A text of a definition, and where it stands. */
export interface PlacedText {
  readonly where: string;
  readonly text: string;
}

/** Deeper than this nobody looks, neither here nor, one hopes, a model. */
const MAX_DEPTH = 32;

/** Every text of a definition, names of properties among them: a model reads them all. */
export function textsOf(value: unknown, where = '', depth = 0): PlacedText[] {
  if (typeof value === 'string') return [{ where, text: value }];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = where === '' ? key : `${where}.${key}`;
    const own = Array.isArray(value) ? [] : [{ where: inside, text: key }];
    return [...own, ...textsOf(inner, inside, depth + 1)];
  });
}
