import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { CursorError } from './store/catalogStore.ts';
import { type Handler, wrapHandlers } from './wrapHandlers.ts';

/** What is listed at a time. */
const PAGE = 100;

/**
 * Has whatever this server lists handed out page by page; the SDK itself gives all at once. A list that changes between
 * two pages may show something twice or not at all: then the client is told that it has changed.
 */
export function pageLists(server: McpServer): void {
  wrapHandlers(server, {
    'tools/list': paged('tools'),
    'prompts/list': paged('prompts'),
    'resources/list': paged('resources'),
    'resources/templates/list': paged('resourceTemplates'),
  });
}

function paged(key: string): (list: Handler) => Handler {
  return (list) => async (request, context) => {
    const { cursor } = (request.params ?? {}) as { cursor?: string };
    const start = cursor === undefined ? 0 : positionOf(cursor);
    const all = (await list(request, context)) as Record<string, unknown[]>;
    const items = all[key] ?? [];
    const end = start + PAGE;
    const more = items.length > end ? { nextCursor: cursorAt(end) } : {};
    return { ...all, [key]: items.slice(start, end), ...more };
  };
}

function cursorAt(position: number): string {
  return Buffer.from(`list ${position}`).toString('base64url');
}

/** @throws {ProtocolError} for a cursor that is none of ours */
function positionOf(cursor: string): number {
  const [, digits] = /^list (\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, new CursorError().message);
  return Number(digits);
}
