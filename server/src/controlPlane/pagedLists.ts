import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { CursorError, isCount, openCursor, sealCursor } from './store/opaqueCursor.ts';
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
  return sealCursor('list', [position]);
}

/** @throws {ProtocolError} for a cursor that is none of ours */
function positionOf(cursor: string): number {
  try {
    const [position] = openCursor('list', cursor);
    if (isCount(position)) return position;
  } catch {
    // As below.
  }
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, new CursorError().message);
}
