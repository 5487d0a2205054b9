import type { Message } from './caller.ts';
import { isJson, type Json } from './raw.ts';

/** More pages of a list are not asked for: a list without end is a fault of the server. */
const MAX_PAGES = 200;

/** Nor once there is so much of it, in characters of JSON: all of it is held in memory, and in files. */
const MAX_SIZE = 16_000_000;

/** An item that is longer is left out, in characters of JSON: no model reads so much, and clients lose their connection over it. */
const MAX_ITEM = 1_000_000;

/**
 * All of one of a server's lists, page by page.
 *
 * @param key where its items stand in an answer
 * @param ask asks the server
 * @returns with it how many items are left out because they are too long, and for how long, in ms, the server says that
 * all of it holds
 */
export async function allPages(
  method: string,
  key: string,
  ask: (request: Message) => Promise<Json>,
): Promise<{ items: Json[]; tooLong: number; ttlMs: number }> {
  const items: Json[] = [];
  let ttlMs = Number.POSITIVE_INFINITY;
  let cursor: unknown;
  let size = 0;
  let tooLong = 0;
  for (let pages = 0; pages < MAX_PAGES && size < MAX_SIZE; pages++) {
    const answer = await ask({ method, ...(cursor === undefined ? {} : { params: { cursor } }) });
    const page = answer[key];
    if (Array.isArray(page)) {
      for (const item of page.filter(isJson)) {
        const { length } = JSON.stringify(item);
        size += length;
        if (length > MAX_ITEM) tooLong++;
        else items.push(item);
      }
    }
    ttlMs = Math.min(ttlMs, typeof answer.ttlMs === 'number' ? answer.ttlMs : 0);
    if (answer.nextCursor === undefined || answer.nextCursor === cursor) break;
    cursor = answer.nextCursor;
  }
  return { items, tooLong, ttlMs };
}
