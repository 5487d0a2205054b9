/** A cursor that a client made up, or kept from another list. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
  constructor() {
    super('This cursor does not come from an earlier page. Leave it out to start from the first page.');
  }
}

/** Where a page ended, as clients carry it: opaque to them. @param list which list it belongs to */
export function sealCursor(list: string, place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/**
 * The place that a cursor names. Whoever made it up can put any text and number there.
 *
 * @throws CursorError for one that is of no such list
 */
export function openCursor(list: string, cursor: string): readonly (string | number)[] {
  const [name, ...place] = parse(cursor);
  if (name === list && place.every(isTextOrNumber)) return place;
  throw new CursorError();
}

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Not JSON: no cursor of ours, as below.
  }
  throw new CursorError();
}

function isTextOrNumber(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number';
}

/** Numbers of rows, records and places in lists. */
export function isCount(part: unknown): part is number {
  return typeof part === 'number' && Number.isSafeInteger(part) && part >= 0;
}
