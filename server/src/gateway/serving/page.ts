import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Json } from '../connection/raw.ts';

/** So many items are listed at a time. */
export const PAGE_SIZE = 250;

/** And fewer where they are long, in characters of JSON: clients give up a connection over which a message is too long. */
const MAX_LENGTH = 4_000_000;

export interface Page {
  readonly items: readonly Json[];
  /** What to ask with for what comes next; absent: that was all. */
  readonly nextCursor?: string;
}

/**
 * One page of a list. A cursor names the item that came last, so that it holds as long as that is listed, whatever else
 * comes and goes, and after the gateway was started anew.
 *
 * @param idOf what tells an item from all others of the list
 * @param cursor as it was given with the page before; absent: the first page is wanted
 * @throws ProtocolError for a cursor that leads nowhere
 */
export function pageOf(
  items: readonly Json[],
  idOf: (item: Json) => unknown,
  cursor: unknown,
  size = PAGE_SIZE,
  maxLength = MAX_LENGTH,
): Page {
  const start = cursor === undefined ? 0 : after(items, idOf, cursor);
  const page: Json[] = [];
  let length = 0;
  for (const item of items.slice(start, start + size)) {
    length += JSON.stringify(item).length;
    if (length > maxLength && page.length > 0) break;
    page.push(item);
  }
  const last = page.at(-1);
  if (!last || start + page.length >= items.length) return { items: page };
  return { items: page, nextCursor: Buffer.from(String(idOf(last))).toString('base64url') };
}

function after(items: readonly Json[], idOf: (item: Json) => unknown, cursor: unknown): number {
  const id = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : undefined;
  const index = items.findIndex((item) => idOf(item) === id);
  if (index >= 0) return index + 1;
  const text = 'The cursor leads nowhere: what it stood at is not listed any more. List from the beginning.';
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
}
