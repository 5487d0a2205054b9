import type { Message } from './caller.ts';
import type { Json } from './raw.ts';

/** More pages of a list are not asked for: a list without end is a fault of the server. */
const MAX_PAGES = 200;

/**
 * All of one of a server's lists, page by page.
 *
 * @param key where its items stand in an answer
 * @param ask asks the server
 * @returns with it for how long, in ms, the server says that all of it holds
 */
export async function allPages(
  method: string,
  key: string,
  ask: (request: Message) => Promise<Json>,
): Promise<{ items: Json[]; ttlMs: number }> {
  const items: Json[] = [];
  let ttlMs = Number.POSITIVE_INFINITY;
  let cursor: unknown;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await ask({ method, ...(cursor === undefined ? {} : { params: { cursor } }) });
    const page = answer[key];
    if (Array.isArray(page)) items.push(...page.filter(isRecord));
    ttlMs = Math.min(ttlMs, typeof answer.ttlMs === 'number' ? answer.ttlMs : 0);
    if (answer.nextCursor === undefined || answer.nextCursor === cursor) break;
    cursor = answer.nextCursor;
  }
  return { items, ttlMs };
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
